# FTP servers. Debian installs only one at a time, so their packages are unpacked into a folder and
# only their dependencies are installed.
ftp="$tools/ftp"
ftp_servers=(vsftpd proftpd-core proftpd-mod-crypto pure-ftpd)
unpack_ftp_servers() {
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends libacl1 libcap2 libhiredis0.14 libmemcached11 \
    libmemcachedutil2 libpam0g libpcre2-posix3 libsodium23 libwrap0 lftp >/dev/null || return 1
  rm -rf "$ftp" && mkdir -p "$ftp/packages"
  (cd "$ftp/packages" && apt-get download -qq -o APT::Sandbox::User=root "${ftp_servers[@]}") || return 1
  for package in "$ftp"/packages/*.deb; do
    dpkg -x "$package" "$ftp" || return 1
  done
}
[ -x "$ftp/usr/sbin/proftpd" ] || unpack_ftp_servers ||
  not_done+=('publishing to FTP servers (vsftpd, proftpd, pure-ftpd)')
