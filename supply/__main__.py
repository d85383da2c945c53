"""`make sbom`: write both files anew."""

from supply import licences, sbom
from supply.pinned import HERE

(HERE / "docs" / "sbom.cdx.json").write_text(sbom.document())
(HERE / "docs" / "licences.md").write_text(licences.page())
