"""Full-text search over what people said in English, Ukrainian and Russian: the words as a column, and what one types.

PostgreSQL has stemmers for English and Russian and none for Ukrainian, so that each text is kept twice: by the stems of
its configuration `russian` (which knows both) and by those of `cases_stems_uk`, a light stemmer of our own. A word that
is typed is looked for by either. All functions are made in the migration ``0003_statement_search``.
"""

import re

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

LONGEST = 200  # characters of a query
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_OR = frozenset({"or", "або", "или"})
_LETTER = re.compile(r"[^\W_]")


class NoWord(ValueError):
    """There is nothing in a query that could be looked for."""


class Unread(SearchVectorField):
    """Words by their stems: searched, and never read back with the row."""

    def select_format(self, compiler, sql, params):
        return "NULL", ()


class WordsField(models.GeneratedField):
    """The words of some columns, kept by the database."""

    def __init__(self, *columns, **kwargs):
        if columns:
            expression = Func(*(F(column) for column in columns), function="cases_words")
            kwargs |= {"expression": expression, "output_field": Unread(), "db_persist": True}
        super().__init__(**kwargs)


def matching(text):
    """A condition on `words`, as one types it on the web: all words, "a phrase", -not, or. Raises `NoWord` with a sentence."""
    wanted = []
    for terms in filter(None, _alternatives(text.translate(_QUOTES))):
        if all(minus for minus, _words in terms):
            raise NoWord(_("Type a word that it has as well, besides those that it has not."))
        each = [Func(Value(words), function="cases_query") for _minus, words in terms]
        signs = [
            _joined("!! ", "", one) if minus else one for (minus, _w), one in zip(terms, each, strict=True)
        ]
        wanted.append(_joined("", " && ", *signs))
    if not wanted:
        raise NoWord(_("There is no word in this: type one that the text has, in any of its forms."))
    query = _joined("", " || ", *wanted)
    return Func(
        F("words"), query, template="%(expressions)s", arg_joiner=" @@ ", output_field=models.BooleanField()
    )


def _joined(before, between, *parts):
    return Func(
        *parts, template=f"({before}%(expressions)s)", arg_joiner=between, output_field=SearchQueryField()
    )


def _alternatives(text):
    """The terms between one "or" and the next, as (not this?, words)."""
    found = [[]]
    for minus, phrase, word in _TERM.findall(text):
        if word.lower() in _OR and not minus:
            found.append([])
        elif _LETTER.search(phrase or word):
            found[-1].append((bool(minus), phrase or word))
    return found
