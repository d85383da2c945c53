"""The bill of materials: CycloneDX 1.6, the same from the same pins, with nothing of the machine that wrote it."""

import json
from uuid import UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from supply.licences import INSIDE, licence_of
from supply.pinned import Package, base, our_version

OURS = UUID("6f0c5d0a-6f52-4c39-9a35-1d3a4a1e7e55")  # a name space of our own for serial numbers


def document() -> str:
    """Write docs/sbom.cdx.json."""
    bom = Bom()
    licences = LicenseFactory()
    house = Component(
        name="homeward", version=our_version(), type=ComponentType.APPLICATION, bom_ref="homeward",
        licenses=[licences.make_from_string("MIT")],
    )  # fmt: skip
    bom.metadata.component = house
    parts = [part for package in base() for part in components(package, licences)]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(house, parts)
    return settled(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string())


def components(package: Package, licences: LicenseFactory) -> list[Component]:
    """One for the package, one for each program of others inside it."""
    marker = [Property(name="python:marker", value=package.marker)] if package.marker else []
    return [
        Component(
            name=package.name, version=package.version, type=ComponentType.LIBRARY,
            bom_ref=f"{package.name}=={package.version}", purl=PackageURL("pypi", None, package.name, package.version),
            licenses=[licences.make_from_string(licence_of(package))], properties=marker,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in package.digests],
        ),
        *(
            Component(
                name=name, type=ComponentType.LIBRARY, bom_ref=f"{package.name}=={package.version}#{name}",
                licenses=[licences.make_from_string(licence)],
            )
            for name, licence in INSIDE.get(package.name, [])
        ),
    ]  # fmt: skip


def settled(output: str) -> str:
    """Take out when it was written, and number it by what is in it."""
    content = json.loads(output)
    content["metadata"].pop("timestamp", None)
    content.pop("serialNumber", None)
    text = json.dumps(content, indent=1, sort_keys=True)
    return (
        json.dumps(content | {"serialNumber": f"urn:uuid:{uuid5(OURS, text)}"}, indent=1, sort_keys=True)
        + "\n"
    )
