# What looks at published photos for metadata.
debian exiftool libimage-exiftool-perl || not_done+=('metadata of photos (exiftool)')
# A profile of printing inks; the package brings no command.
[ -f /usr/share/color/icc/ghostscript/default_cmyk.icc ] || debian default_cmyk.icc libgs-common ||
  not_done+=('photos with a profile of inks (libgs-common)')
# Photos that people took with phones and cameras, 13 of 5 to 16 Mpx. They are only unpacked.
wallpapers="$tools/wallpapers"
bring_wallpapers() {
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  apt-get update -qq
  rm -rf "$wallpapers" && mkdir -p "$wallpapers"
  (cd "$wallpapers" && apt-get download -qq -o APT::Sandbox::User=root lomiri-wallpapers-16.04) || return 1
  dpkg -x "$wallpapers"/*.deb "$wallpapers/unpacked"
}
[ -d "$wallpapers/unpacked" ] || bring_wallpapers || not_done+=('real photos (lomiri-wallpapers-16.04)')
