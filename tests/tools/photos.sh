# exiftool finds metadata in published photos.
debian exiftool libimage-exiftool-perl || not_done+=('metadata of photos (exiftool)')
# A CMYK colour profile. The package contains no command.
[ -f /usr/share/color/icc/ghostscript/default_cmyk.icc ] || debian default_cmyk.icc libgs-common ||
  not_done+=('photos with a CMYK profile (libgs-common)')
# Photos from phones and cameras, 13 of 5 to 16 Mpx. The package is only unpacked.
wallpapers="$tools/wallpapers"
unpack_wallpapers() {
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  apt-get update -qq
  rm -rf "$wallpapers" && mkdir -p "$wallpapers"
  (cd "$wallpapers" && apt-get download -qq -o APT::Sandbox::User=root lomiri-wallpapers-16.04) || return 1
  dpkg -x "$wallpapers"/*.deb "$wallpapers/unpacked"
}
[ -d "$wallpapers/unpacked" ] || unpack_wallpapers || not_done+=('real photos (lomiri-wallpapers-16.04)')
