"""Tells how good and how large photos become: `quality.py ROSTOK PHOTOS [QUALITY…]`.

The program publishes the photos of a folder, by itself or once for each quality. Each published file is compared
with its source, brought from its full size to the same width by Lanczos's filter: the likeness is
SSIM of the luma as it was defined (Wang and others, 2004: Gaussian windows, sigma 1.5).
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
    """What the program publishes of the photos: a folder of files named by their numbers."""
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
    """For each of the published files: its width, kind, likeness and size in bytes."""
    source = upright(photo).convert("RGB")
    found = []
    for file in files:
        published = Image.open(file)
        if is_cut(published, source):
            continue
        wanted = source.resize(published.size, Image.Resampling.LANCZOS)
        luma = [numpy.asarray(picture.convert("L"), float) for picture in (wanted, published)]
        likeness = structural_similarity(
            *luma, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        found.append((published.width, file.suffix[1:], likeness, file.stat().st_size))
    return found


def main():
    rostok, folder, *qualities = sys.argv[1:]
    photos = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    print(f"{len(photos)} photos")
    print("quality  width  kind  likeness: least  5 %    median  below 0.95  KB: median  mean  most")
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
            for width, kind, likeness, size in files:
                by_kind[-width, kind].append((likeness, size / 1000))
        for (width, kind), results in sorted(by_kind.items()):
            likenesses, sizes = zip(*sorted(results))
            print(
                f"{quality or 'enough':>7}  {-width:5}  {kind:4}  {likenesses[0]:15.3f}  {likenesses[len(results) // 20]:.3f}"
                f"  {statistics.median(likenesses):6.3f}  {sum(each < 0.95 for each in likenesses):10}"
                f"  {statistics.median(sizes):10.0f}  {statistics.mean(sizes):4.0f}  {max(sizes):4.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
