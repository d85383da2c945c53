"""The visits of the whole proof take minutes: `make crawl` makes them; the table itself is tried with every run of the suite."""

import os

import pytest

WHOLE = pytest.mark.skipif(not os.environ.get("HOMEWARD_PROOF"), reason="visits every address: make crawl")
