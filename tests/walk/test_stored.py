"""One walk over every page of the product: nothing that is stored becomes part of it, and nothing of it stays in a browser;
what is no secret stays there for good (R22, R24)."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.db.utils import DataError

from cases.models.fields import UncertainDateField
from cases.templatetags import look

#: Breaks out of an attribute, a comment, a script, a text area, a title and a style; then is an element that nobody has.
POLYGLOT = "'\"-->]]>*/</script></style></title></textarea><x-canary onx=1>{{7*7}}"
SHOWN = "&lt;x-canary onx=1&gt;"
LEAST = len(POLYGLOT)


class Page(HTMLParser):
    """What a browser would make of it: forbidden elements, attributes and addresses."""

    def __init__(self, html):
        super().__init__()
        self.wrong = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "x-canary":
            self.wrong.append("a stored text became an element")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.wrong.append(f"<{tag} {name}>")
            if name in {"href", "src", "action", "formaction"} and re.match(
                r"\s*(javascript|data|vbscript):", value or "", re.I
            ):
                self.wrong.append(f"<{tag} {name}={value[:20]}>")


def poison():
    """Every text of every table of ours, as far as the database takes it; the triggers rest meanwhile."""
    done, ours = 0, list(apps.get_app_config("cases").get_models())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in ours:
            cursor.execute(
                f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} DISABLE TRIGGER USER"
            )
    for model in ours:
        table = connection.ops.quote_name(model._meta.db_table)
        dates = {f.name for f in model._meta.concrete_fields if isinstance(f, UncertainDateField)}
        for field in model._meta.concrete_fields:
            is_text = (
                isinstance(field, models.CharField | models.TextField)
                and not field.choices
                and not field.unique
            )
            if (
                not is_text
                or field.name in dates
                or field.name.startswith("pgh_")
                or (field.max_length or 999) < LEAST
            ):
                continue
            if field.name in {"reference", "password", "username"} or field.name.endswith(
                ("_words", "_basis")
            ):
                continue
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    column = connection.ops.quote_name(field.column)
                    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {column} <> ''", [POLYGLOT])
                    done += bool(cursor.rowcount)
            except (IntegrityError, InternalError, DataError):  # a rule of the table holds this one
                continue
    return done


def test_nothing_that_is_stored_becomes_part_of_a_page_and_nothing_stays_in_a_browser(
    walker, everywhere, undone
):
    assert poison() > 60
    wrong, kept, shown = [], [], 0
    for address in (address for address in everywhere if not address.startswith("/admin/")):
        answer = walker.get(address)
        html = answer.content.decode() if not answer.streaming else ""
        if (
            "no-store" not in answer.get("Cache-Control", "")
            or "default-src 'none'" not in answer["Content-Security-Policy"]
        ):
            kept.append(address)
        if "html" in answer.get("Content-Type", ""):
            wrong += [f"{address}: {fault}" for fault in Page(html).wrong]
            shown += SHOWN in html
        if answer.status_code >= 500:
            wrong.append(f"{address}: {answer.status_code}")
    assert sorted(set(wrong)) == []
    assert kept == []
    assert shown > 60, "the text is hardly shown anywhere, so this says nothing"


@pytest.mark.parametrize(
    "make", [look.ref, look.bdi, look.when, look.fuzzy, lambda text: look.chip("calm", "said", text)]
)
def test_each_of_our_tags_escapes_what_it_is_given(make):
    assert "<x-canary" not in str(make(POLYGLOT))
