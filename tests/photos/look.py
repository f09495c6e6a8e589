"""Compares published pictures with their sources: `look.py SOURCES PUBLISHED`.

Pillow, which shares no code with the program, turns a source upright, converts it to sRGB and
resizes it. Prints pictures that differ in size, in colour or in structure (SSIM below 0.95).
"""
import sys
from pathlib import Path

import numpy
from PIL import Image
from skimage.metrics import structural_similarity

from source import PUBLISHED, is_cut, upright


def shown(image):
    """The picture on a white page: the colour of transparent pixels does not count."""
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


sources = {path.stem: path for path in Path(sys.argv[1]).iterdir()}
seen = set()
for path in sorted(Path(sys.argv[2]).rglob("*")):
    name = PUBLISHED.fullmatch(path.name)
    if not name:
        continue
    published = Image.open(path)
    source = sources[name[1]]
    seen.add(name[1])
    wanted = upright(source)
    if wanted.mode == "I;16":
        wanted = wanted.convert("I").point(lambda value: value / 257).convert("L")
    if published.size[0] != int(name[2]):
        print(f"{path.name}: {published.size}")
    if is_cut(published, wanted):
        continue
    wanted = shown(wanted).resize(published.size, Image.Resampling.LANCZOS)
    found = shown(published)
    # Compare patches: a mean over the picture would miss swapped colours.
    patches = [numpy.asarray(image.resize((6, 6), Image.Resampling.BOX), float) for image in (wanted, found)]
    colour = abs(patches[0] - patches[1]).max()
    grey = [numpy.asarray(image, float).mean(2) for image in (wanted, found)]
    similarity = structural_similarity(*grey, data_range=255)
    # For CMYK, lcms and the program differ by up to 16; without the profile by 100.
    most = 20 if source.stem == "cmyk-profile" else 6
    if colour > most or similarity < 0.95:
        print(f"{path.name}: colours differ by {colour:.1f}, similarity {similarity:.3f}")
missing = sources.keys() - seen
if missing:
    print("not published:", *sorted(missing))
