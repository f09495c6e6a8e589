"""What of the dependencies ships: the crates that are linked into the program, by Cargo.lock."""

import json
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Crate:
    name: str
    version: str
    licence: str
    repository: str | None
    checksum: str | None
    folder: Path
    needs: list[str]


def shipped(target: str) -> tuple[str, dict[str, Crate]]:
    """The id of the program and all crates by their ids. Build scripts, macros and tests do not ship."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    checksums = locked_checksums()
    root = found["resolve"]["root"]

    def is_macro(package: str) -> bool:
        return any("proc-macro" in built["kind"] for built in packages[package]["targets"])

    def needs(package: str) -> list[str]:
        deps = nodes[package]["deps"]
        linked = [dep["pkg"] for dep in deps if any(kind["kind"] is None for kind in dep["dep_kinds"])]
        return sorted(dep for dep in linked if not is_macro(dep))

    crates: dict[str, Crate] = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one in crates:
            continue
        package = packages[one]
        crates[one] = Crate(
            name=package["name"],
            version=package["version"],
            licence=(package["license"] or "").replace("/", " OR "),
            repository=package["repository"],
            checksum=checksums.get((package["name"], package["version"])),
            folder=Path(package["manifest_path"]).parent,
            needs=needs(one),
        )
        waiting += crates[one].needs
    return root, dict(sorted(crates.items(), key=lambda item: (item[1].name, item[1].version)))


def locked_checksums() -> dict[tuple[str, str], str]:
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    return {(one["name"], one["version"]): one.get("checksum") for one in lock["package"]}


def notices() -> list[Path]:
    """The licences of what ships beside crates: fonts and scripts of the theme and of the editor."""
    return sorted([*ROOT.glob("themes/*/licenses/*.txt"), *ROOT.glob("src/editor/web/**/licenses/*.txt")])
