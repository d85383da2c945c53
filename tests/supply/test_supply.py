"""What Homeward is made of (R57): listed with hashes and licences, in step with what is installed."""

import json
import re

import pytest

from supply import licences, sbom
from supply.pinned import HERE, Package, base, packages

DOCS = HERE / "docs"


def test_the_bill_of_materials_is_in_step_with_what_is_pinned():
    assert (DOCS / "sbom.cdx.json").read_text() == sbom.document(), "run: make sbom"


def test_the_list_of_licences_is_in_step_with_what_is_pinned():
    assert (DOCS / "licences.md").read_text() == licences.page(), "run: make sbom"


@pytest.mark.parametrize("package", base(), ids=lambda package: package.name)
def test_no_licence_is_in_the_house_that_is_not_on_the_list(package):
    assert licences.licence_of(package) in licences.ALLOWED
    assert all(licence in licences.ALLOWED for _name, licence in licences.INSIDE.get(package.name, []))


def test_a_licence_that_nobody_named_is_not_on_the_list():
    assert licences.licence_of(Package("no-such-package", "1", "", ())) not in licences.ALLOWED


def test_each_package_is_in_the_bill_with_every_hash_that_may_be_installed():
    bill = {each["name"]: each for each in json.loads((DOCS / "sbom.cdx.json").read_text())["components"]}
    for package in base():
        entry = bill[package.name]
        assert entry["version"] == package.version
        assert {each["content"] for each in entry["hashes"]} == set(package.digests) != set()
        assert entry["purl"] == f"pkg:pypi/{package.name}@{package.version}"
        assert entry["licenses"]


def test_the_bill_says_nothing_of_the_machine_that_wrote_it():
    text = (DOCS / "sbom.cdx.json").read_text()
    assert set(re.findall(r"[a-z]+://[^\"]*", text)) == {"http://cyclonedx.org/schema/bom-1.6.schema.json"}
    assert "timestamp" not in text
    assert str(HERE) not in text


def test_a_pin_is_read_with_its_hashes_and_its_machines():
    digest = "0" * 64
    text = f"tzdata==2026.6 ; sys_platform == 'win32' \\\n    --hash=sha256:{digest} \\\n    --hash=sha256:{digest}\n"
    assert packages(text) == [Package("tzdata", "2026.6", "sys_platform == 'win32'", (digest, digest))]
    with pytest.raises(ValueError, match="no pin"):
        packages("tzdata>=2026\n")


def test_each_dependency_says_why_it_is_there():
    lines = (HERE / "pyproject.toml").read_text().splitlines()
    named = [line for line in lines if re.match(r'    "[A-Za-z][\w.\[\],-]*[<>=]', line)]
    assert len(named) > 20
    assert [line for line in named if "#" not in line] == []
