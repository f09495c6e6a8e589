"""Loads a photo upright and in sRGB with Pillow, which shares no code with the program."""
import io
import re

from PIL import Image, ImageCms, ImageOps

# The name of a published file: its source's name, a key of ten digits, its width.
PUBLISHED = re.compile(r"(.*)-[0-9a-f]{10}-(\d+)\.(jpg|png|webp|gif)")


def upright(path):
    picture = ImageOps.exif_transpose(Image.open(path))
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return picture


def is_cut(published, source):
    """Whether a published picture is cropped, as in lists."""
    return abs(published.size[0] / published.size[1] - source.size[0] / source.size[1]) > 0.02
