"""The visits of the whole proof take long: `make crawl` makes them all, every run of the suite those of a few people to each page."""

import os

import pytest

IS_WHOLE = bool(os.environ.get("HOMEWARD_PROOF"))
WHOLE = pytest.mark.skipif(not IS_WHOLE, reason="visits every address as everybody: make crawl")
#: Who comes in every run: somebody unknown, those who may least, and who may most with records.
ALWAYS = {"stranger", "viewer", "caseworker", "administrator"}
