"""The software bill of materials: CycloneDX 1.6 as JSON."""

import datetime
import re
import uuid
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from crates import Crate, notices

SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def json_text(root: str, crates: dict[str, Crate], target: str, time: int) -> str:
    """The same for the same Cargo.lock, target and time."""
    parts = {key: component(crate, is_program=key == root) for key, crate in crates.items()}
    program = crates[root]
    bom = Bom()
    bom.serial_number = uuid.uuid5(SPACE, f"rostok {program.version} {target} {time}")
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    bom.metadata.component = parts[root]
    for key, part in parts.items():
        if key != root:
            bom.components.add(part)
        bom.register_dependency(part, [parts[need] for need in crates[key].needs])
    for notice in notices():
        for extra in of_web(notice):
            bom.components.add(extra)
            bom.register_dependency(parts[root], [extra])
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def of_web(notice: Path) -> list[Component]:
    """What a file of licences is about: the packages that it names with version and licence, or itself."""
    packages = re.findall(r"^(\S+) (\d[\w.-]*) \(([\w. -]+)\)$", notice.read_text(encoding="utf-8"), re.MULTILINE)
    if not packages:
        return [Component(type=ComponentType.LIBRARY, name=notice.stem, bom_ref=f"web {notice.stem}")]
    return [
        Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            bom_ref=f"web {name} {version}",
            purl=PackageURL("npm", namespace=name.rpartition("/")[0] or None, name=name.rpartition("/")[2], version=version),
            licenses=[LicenseFactory().make_from_string(licence)],
        )
        for name, version, licence in packages
    ]


def component(crate: Crate, is_program: bool) -> Component:
    web = ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(crate.repository)) if crate.repository else None
    return Component(
        type=ComponentType.APPLICATION if is_program else ComponentType.LIBRARY,
        name=crate.name,
        version=crate.version,
        bom_ref=f"{crate.name} {crate.version}",
        purl=PackageURL("cargo", name=crate.name, version=crate.version),
        licenses=[LicenseFactory().make_from_string(crate.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=crate.checksum)] if crate.checksum else None,
        external_references=[web] if web else None,
    )
