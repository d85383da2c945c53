"""What somebody typed, taken apart."""

import re
from dataclasses import dataclass

from cases.lib.names import words
from cases.lib.names.equivalents import PARTICLES, is_title

MOST_WORDS = 6
_YEAR = re.compile(r"(?:18|19|20)\d\d")


@dataclass(frozen=True)
class Asked:
    """What was typed, taken apart: words to find, initials that only rank, a year of birth."""

    telling: tuple[str, ...]
    initials: tuple[str, ...]
    born: int | None

    @classmethod
    def read(cls, text, born=None):
        found = tuple(dict.fromkeys(words(text)))
        years = [word for word in found if _YEAR.fullmatch(word)]
        rest = [word for word in found if word not in years] if len(found) > len(years) else []
        telling = [word for word in rest if len(word) > 1 and word not in PARTICLES and not is_title(word)]
        telling = (telling or [word for word in rest if len(word) > 1])[:MOST_WORDS]
        initials = tuple(word for word in rest if len(word) == 1) if telling else ()
        return cls(
            tuple(telling), initials,
            born or (int(years[0]) if years and telling else None),
        )  # fmt: skip
