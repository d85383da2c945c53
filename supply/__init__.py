"""What Homeward is made of besides its own code: `python -m supply` writes docs/sbom.cdx.json and docs/licences.md (R57)."""
