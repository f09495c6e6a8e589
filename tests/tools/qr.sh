# An independent reader of QR codes.
debian zbarimg zbar-tools || not_done+=('QR codes of posters (zbarimg)')
