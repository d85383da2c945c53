"""Builds the world of the proof in a database of its own, as a process of its own."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from tests import guards
    from tests.prove import standing

    guards.sign_in_with_both_factors()

    standing.build(Path(sys.argv[1]))
