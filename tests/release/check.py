"""Looks at a release as its user would: check.py FOLDER; the program in it has to run here.

The archive unpacks, the program builds the example, the bill of materials keeps its schema, the guide is one
file, and the checksums are right.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from crates import shipped

DAY = "2022-12-30"
EXAMPLE = "Пример/Точка роста"


def main(folder: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    released = sorted(file.name for file in folder.iterdir() if file.name != "SHA256SUMS")
    assert sorted(sums) == released, f"checksums of {sorted(sums)}, files {released}"
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    archives = list(folder.glob("*-linux.zip"))
    assert archives, "no archive for this system"
    for archive in archives:
        check(archive)


def check(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed, tempfile.TemporaryDirectory() as unpacked:
        names = packed.namelist()
        for entry in packed.infolist():
            is_told = entry.filename.isascii() or entry.flag_bits & 0x800
            assert is_told, f"Explorer takes {entry.filename} for another encoding"
        packed.extractall(unpacked)
        place = Path(unpacked)
        wanted = ["rostok", "Руководство.html", "LICENSE.txt", "Лицензии.txt", f"{EXAMPLE}/content/site.yaml"]
        assert not set(wanted) - set(names), names
        check_guide((place / "Руководство.html").read_text(encoding="utf-8"))
        materials = (place / "Состав программы.cdx.json").read_text(encoding="utf-8")
        assert materials == archive.with_suffix(".cdx.json").read_text(encoding="utf-8")
        check_materials(materials)
        licences = (place / "Лицензии.txt").read_text(encoding="utf-8")
        assert all(text in licences for text in ["Permission is hereby granted", "Apache License", "SIL OPEN FONT"])
        program = place / "rostok"
        program.chmod(0o755)
        version = run(program, "--version").stdout.split("\n")[0]
        assert archive.name.startswith(version.replace(" ", "-")), version
        lost = subprocess.run([program, "check", "--root", place], capture_output=True, encoding="utf-8")
        assert lost.returncode == 2 and "Пример" not in lost.stderr, "a new section could not be made beside the example"
        built = run(program, "build", "--root", place / EXAMPLE, "--today", DAY, "--format", "json")
        told = json.loads(built.stdout)
        assert told["diagnostics"] == [], told["diagnostics"]
        assert (place / EXAMPLE / "public/index.html").exists()


def run(*command) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def check_guide(html: str) -> None:
    loaded = re.findall(r"""<(?:link|script|img|iframe)\b|\b(?:src|srcset)=|url\(|@import""", html)
    assert not loaded, f"the guide loads other files: {loaded}"
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) > 20


def check_materials(text: str) -> None:
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert error is None, error
    names = {component["name"] for component in json.loads(text)["components"]}
    _, crates = shipped("x86_64-unknown-linux-musl")
    assert {crate.name for crate in crates.values()} - names == {"rostok"}
    # Tests, build scripts and macros stay at home.
    assert not names & {"proptest", "tempfile", "rcgen", "cc", "serde_derive"}, names
    assert {"tera", "libwebp-sys", "montserrat", "minisearch"} <= names


main(Path(sys.argv[1]))
