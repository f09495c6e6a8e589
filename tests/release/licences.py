"""The licences of all that ships, as one text: each text once, above it whose it is."""

import re
from pathlib import Path

from crates import Crate, notices

NAMES = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)", re.IGNORECASE)


def text(crates: list[Crate]) -> str:
    parts = ["В программе есть работа других людей. Ниже — чья она и на каких условиях отдана.\n"]
    by_text: dict[str, list[str]] = {}
    for crate in crates:
        found = texts(crate.folder)
        assert crate.licence, f"{crate.name}: no licence"
        parts.append(f"{crate.name} {crate.version}: {crate.licence}")
        for one in found:
            by_text.setdefault(one, []).append(f"{crate.name} {crate.version}")
    for notice in notices():
        by_text.setdefault(clean(notice), []).append(notice.stem)
        parts.append(f"{notice.stem}: ниже")
    for one, owners in by_text.items():
        parts.append(f"\n{'=' * 80}\n{', '.join(owners)}\n{'=' * 80}\n\n{one}")
    return "\n".join(parts) + "\n"


def texts(folder: Path) -> list[str]:
    files = [file for file in folder.iterdir() if file.is_file() and NAMES.match(file.name)]
    return [clean(file) for file in sorted(files) if file.stat().st_size < 100_000]


def clean(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()
