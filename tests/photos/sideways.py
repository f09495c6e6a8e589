"""Makes a photo like a phone's: 2400 × 1800 pixels, stored sideways, with GPS coordinates."""
import sys

import piexif
from PIL import Image

image = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn).resize((1800, 2400)) for turn in (0, 90, 180)])
exif = piexif.dump({
    "0th": {piexif.ImageIFD.Make: b"SECRET-Make", piexif.ImageIFD.Orientation: 6},
    "GPS": {
        piexif.GPSIFD.GPSLatitudeRef: b"N",
        piexif.GPSIFD.GPSLatitude: ((55, 1), (45, 1), (0, 1)),
    },
})
image.save(sys.argv[1], exif=exif, quality=90)
