"""Measures the quality and size of published photos: `quality.py ROSTOK PHOTOS [QUALITY…]`.

The program publishes the photos of a folder, with its own choice of quality or once for each given
quality. Each published file is compared with its source, resized to the same width by a Lanczos
filter. The similarity is SSIM of the luma as defined by Wang et al. 2004: Gaussian windows, sigma 1.5.
"""
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy
from PIL import Image
from skimage.metrics import structural_similarity

from source import PUBLISHED, is_cut, upright

Image.MAX_IMAGE_PIXELS = None
SETTINGS = """title: Центр
base_url: http://school.example/tochka/
directions: [{{id: proekty, title: Проекты}}]
photos: {{{quality}webp: true}}
"""
POST = """---
title: Съезд
date: 14.10.2022
direction: proekty
photos:
{photos}---
Текст.
"""


def publish(rostok, photos, quality, root):
    """Publishes the photos and returns the folder of the files, whose names are numbers."""
    post = root / "content/posts/sezd"
    post.mkdir(parents=True)
    (root / "content/site.yaml").write_text(SETTINGS.format(quality=quality and f"quality: {quality}, "), "utf-8")
    listed = ""
    for number, photo in enumerate(photos):
        shutil.copy(photo, post / f"{number:04}.jpg")
        listed += f"  - {{file: {number:04}.jpg, alt: Ребята у доски}}\n"
    (post / "index.md").write_text(POST.format(photos=listed), "utf-8")
    subprocess.run([rostok, "build", "--root", root], check=True, capture_output=True)
    return root / "public/2022/sezd"


def compare(photo, files):
    """The width, format, similarity and size in bytes of each published file."""
    source = upright(photo).convert("RGB")
    found = []
    for file in files:
        published = Image.open(file)
        if is_cut(published, source):
            continue
        wanted = source.resize(published.size, Image.Resampling.LANCZOS)
        luma = [numpy.asarray(picture.convert("L"), float) for picture in (wanted, published)]
        similarity = structural_similarity(
            *luma, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        found.append((published.width, file.suffix[1:], similarity, file.stat().st_size))
    return found


def main():
    rostok, folder, *qualities = sys.argv[1:]
    photos = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    print(f"{len(photos)} photos")
    print("quality  width  kind  similarity: least  5 %    median  below 0.95  KB: median  mean  most")
    for quality in qualities or [""]:
        with tempfile.TemporaryDirectory() as root:
            made = defaultdict(list)
            for file in sorted(publish(rostok, photos, quality, Path(root)).iterdir()):
                if name := PUBLISHED.fullmatch(file.name):
                    made[int(name[1])].append(file)
            with ProcessPoolExecutor() as pool:
                found = list(pool.map(compare, photos, [made[number] for number in range(len(photos))]))
        by_kind = defaultdict(list)
        for files in found:
            for width, kind, similarity, size in files:
                by_kind[-width, kind].append((similarity, size / 1000))
        for (width, kind), results in sorted(by_kind.items()):
            similarities, sizes = zip(*sorted(results))
            print(
                f"{quality or 'enough':>7}  {-width:5}  {kind:4}  {similarities[0]:15.3f}  {similarities[len(results) // 20]:.3f}"
                f"  {statistics.median(similarities):6.3f}  {sum(each < 0.95 for each in similarities):10}"
                f"  {statistics.median(sizes):10.0f}  {statistics.mean(sizes):4.0f}  {max(sizes):4.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
