# What looks at published photos for metadata.
debian exiftool libimage-exiftool-perl || not_done+=('metadata of photos (exiftool)')
# A profile of printing inks; the package brings no command.
[ -f /usr/share/color/icc/ghostscript/default_cmyk.icc ] || debian default_cmyk.icc libgs-common ||
  not_done+=('photos with a profile of inks (libgs-common)')
