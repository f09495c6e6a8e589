# What looks at published photos for metadata.
debian exiftool libimage-exiftool-perl || not_done+=('metadata of photos (exiftool)')
