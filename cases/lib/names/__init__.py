"""Names across alphabets: one person may be Сергій, Сергей, Serhii and Sergey on four lists.

From the bottom up: `systems` and `romanise` (Cyrillic in Latin letters, by published tables), `folding` (words, and the
forms under which their spellings fall together), `patronymics` and `equivalents` (one given name in all its
languages), `keys` (what is stored and looked up), `distance` and `compare` (two names, in words and as a score).
"""

from cases.lib.names.compare import Comparison, compare
from cases.lib.names.equivalents import alias
from cases.lib.names.folding import skeleton, sound, words
from cases.lib.names.keys import Key, Query, keys_of, query_keys, word_keys
from cases.lib.names.romanise import romanise
from cases.lib.names.systems import SYSTEMS

__all__ = [
    "SYSTEMS", "Comparison", "Key", "Query", "alias", "compare", "keys_of", "query_keys", "romanise", "skeleton",
    "sound", "word_keys", "words",
]  # fmt: skip
