"""Packs a release: package.py PROGRAM TARGET FOLDER

FOLDER gets `rostok-VERSION-SYSTEM.zip` with the program, the guide as HTML, an example and the licences, and
beside it the bill of materials. The same program and commit give the same bytes.
"""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import bom
import guide
import licences
from crates import ROOT, shipped

# Two folders deep: of a site in a folder beside it, the program thinks that it is the one to open.
EXAMPLE = "Пример/Точка роста"


def main(program: Path, target: str, out: Path) -> None:
    root, crates = shipped(target)
    version = crates[root].version
    system = "windows" if "windows" in target else "linux"
    name = f"rostok-{version}-{system}"
    committed = int(git("log", "-1", "--format=%ct"))
    materials = bom.json_text(root, crates, target, committed)
    files = {
        "rostok.exe" if system == "windows" else "rostok": program.read_bytes(),
        "Руководство.html": guide.page((ROOT / "GUIDE.ru.md").read_text(encoding="utf-8")).encode(),
        "LICENSE.txt": (ROOT / "LICENSE").read_bytes(),
        "Лицензии.txt": licences.text([crate for key, crate in crates.items() if key != root]).encode(),
        "Состав программы.cdx.json": materials.encode(),
    }
    for path in git("ls-files", "-z", "--", "content").split("\0"):
        if path:
            files[f"{EXAMPLE}/{path}"] = (ROOT / path).read_bytes()
    out.mkdir(parents=True, exist_ok=True)
    write_zip(out / f"{name}.zip", files, committed)
    (out / f"{name}.cdx.json").write_text(materials, encoding="utf-8", newline="\n")


def git(*arguments: str) -> str:
    command = ["git", "-c", "core.quotepath=off", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()


def write_zip(file: Path, files: dict[str, bytes], committed: int) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            # Names that are not ASCII get the UTF-8 flag, which Explorer heeds.
            entry = zipfile.ZipInfo(path, time.gmtime(committed)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if path == "rostok" else 0o100644) << 16
            archive.writestr(entry, content)


main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
