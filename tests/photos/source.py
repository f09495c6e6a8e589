"""A photo as it should look: upright, in sRGB, by Pillow, which shares no code with the program."""
import io
import re

from PIL import Image, ImageCms, ImageOps

# What a published file is called: its source's name, ten digits of a key, its width.
PUBLISHED = re.compile(r"(.*)-[0-9a-f]{10}-(\d+)\.(jpg|png|webp|gif)")


def upright(path):
    """The picture of a file."""
    picture = ImageOps.exif_transpose(Image.open(path))
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return picture


def is_cut(published, source):
    """Whether a published picture shows a part of its source, as lists do."""
    return abs(published.size[0] / published.size[1] - source.size[0] / source.size[1]) > 0.02
