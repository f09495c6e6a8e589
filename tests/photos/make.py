"""Makes the pictures of tests/it/photos.rs in a folder: every format and kind of metadata.

Pillow and piexif write them; exiftool adds the metadata that they cannot write. All metadata
contains the word SECRET or the coordinates 55.75 / 37.61, which the tests look for.
"""
import io
import subprocess
import sys
from pathlib import Path

import piexif
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)


def photo(width=640, height=480):
    """Red, green and blue bands from the top, blended with noise and a gradient for many colours."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for band in range(3):
        colour = [40, 40, 40]
        colour[band] = 190
        draw.rectangle((0, band * height // 3, width, height), fill=tuple(colour))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    light = Image.effect_noise((width // 20, height // 20), 60).resize((width, height))
    return Image.blend(image, Image.merge("RGB", (light, across, light)), 0.25)


def exif(orientation=1):
    thumbnail = io.BytesIO()
    Image.new("RGB", (160, 120), (255, 0, 255)).save(thumbnail, "JPEG")
    return piexif.dump({
        "0th": {
            piexif.ImageIFD.Make: b"SECRET-Make",
            piexif.ImageIFD.Artist: b"SECRET-Artist",
            piexif.ImageIFD.Orientation: orientation,
        },
        "Exif": {
            piexif.ExifIFD.DateTimeOriginal: b"2022:10:14 12:30:05",
            piexif.ExifIFD.MakerNote: b"SECRET-MakerNote" * 40,
            piexif.ExifIFD.UserComment: b"ASCII\0\0\0SECRET-Comment",
        },
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: b"N",
            piexif.GPSIFD.GPSLatitude: ((55, 1), (45, 1), (0, 1)),
            piexif.GPSIFD.GPSLongitudeRef: b"E",
            piexif.GPSIFD.GPSLongitude: ((37, 1), (36, 1), (36, 1)),
        },
        "1st": {piexif.ImageIFD.Compression: 6},
        "thumbnail": thumbnail.getvalue(),
    })


image = photo()
for orientation in range(1, 9):
    # Stored so that the orientation tag turns it upright.
    turned = {
        1: image,
        2: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: image.transpose(Image.Transpose.ROTATE_180),
        4: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: image.transpose(Image.Transpose.TRANSPOSE),
        6: image.transpose(Image.Transpose.ROTATE_90),
        7: image.transpose(Image.Transpose.TRANSVERSE),
        8: image.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    turned.save(out / f"povorot-{orientation}.jpg", exif=exif(orientation), quality=92)

plain = exif()
image.save(out / "progressive.jpg", progressive=True, exif=plain, quality=90)
image.convert("CMYK").save(out / "cmyk.jpg", exif=plain, quality=90)
image.convert("L").save(out / "grey.jpg", exif=plain, quality=90)
for subsampling, name in ((0, "444"), (1, "422"), (2, "420")):
    image.save(out / f"chroma-{name}.jpg", subsampling=subsampling, optimize=True, exif=plain, quality=90)
image.save(out / "restarts.jpg", restart_marker_rows=1, exif=plain, quality=90)
image.crop((0, 0, 633, 471)).save(out / "odd-size.jpg", exif=plain, quality=90)

motion = (out / "povorot-1.jpg").read_bytes() + b"\0\0\0\x18ftypmp42" + b"SECRET-film" * 100
(out / "motion.jpg").write_bytes(motion)

text = PngInfo()
text.add_text("Comment", "SECRET-Comment 55.75")
text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SECRET-xmp</x:xmpmeta>")
image.save(out / "photo-png.png", pnginfo=text, exif=plain)
image.save(out / "photo-webp.webp", exif=plain, xmp=b"<x:xmpmeta>SECRET-xmp</x:xmpmeta>", quality=90)
image.save(out / "photo-tif.tif", tiffinfo={270: "SECRET-description", 315: "SECRET-artist"})
image.save(out / "photo-bmp.bmp")
image.convert("L").save(out / "grey-png.png", pnginfo=text)
Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16").save(out / "deep.png", pnginfo=text)

drawn = Image.new("RGB", (300, 200), (255, 255, 255))
ImageDraw.Draw(drawn).rectangle((30, 30, 200, 120), fill=(0, 90, 200), outline=(200, 0, 0), width=5)
drawn.save(out / "drawn.png", pnginfo=text, exif=plain)
drawn.quantize(8).save(out / "palette.png", pnginfo=text)
glass = drawn.convert("RGBA")
glass.putalpha(Image.linear_gradient("L").resize(drawn.size))
glass.save(out / "glass.png", pnginfo=text)

frames = [Image.new("P", (60, 40), 0) for _ in range(3)]
for number, frame in enumerate(frames):
    frame.putpalette([number * 100, 255 - number * 100, 50] + [number * 20, 0, 200] + [0, 0, 0] * 254)
    ImageDraw.Draw(frame).rectangle((number * 10, 5, number * 10 + 15, 25), fill=1)
frames[0].save(out / "film.gif", save_all=True, append_images=frames[1:], duration=200, loop=0,
               comment=b"SECRET-comment")
frames[0].save(out / "still.gif", comment=b"SECRET-comment")

# A wrong extension: the format is found by the content.
(out / "png-inside.jpg").write_bytes((out / "photo-png.png").read_bytes())

# A profile that swaps red and blue, so that a reader that ignores it is found.
swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
data = bytearray(swapped.tobytes())
tags = {bytes(data[at:at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(data[128:132], "big"), 12)}
red, blue = tags[b"rXYZ"] + 4, tags[b"bXYZ"] + 4
data[red:red + 8], data[blue:blue + 8] = data[blue:blue + 8], data[red:red + 8]
image.save(out / "profile.jpg", icc_profile=bytes(data), exif=plain, quality=92)

# CMYK with a printer's profile, which only Debian has.
inks = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
if inks.is_file():
    separated = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), str(inks), outputMode="CMYK")
    separated.save(out / "cmyk-profile.jpg", icc_profile=inks.read_bytes(), exif=plain, quality=92)

for path in out.glob("*.jpg"):
    if path.name != "png-inside.jpg":
        subprocess.run(
            ["exiftool", "-q", "-m", "-overwrite_original", "-XMP:Creator=SECRET-xmp", "-IPTC:By-line=SECRET-iptc",
             "-Comment=SECRET-jpeg-comment", "-XMP:GPSLatitude=55.75", str(path)],
            check=True)
