"""Numbers of papers as they are looked up: letters and digits alone, whatever stands between them."""

from django.db.models import CharField, Func

from cases.lib.papers import CYRILLIC, LATIN


class PlainNumber(Func):
    """What `cases.lib.papers.plain` says of a number, in the database, where an index has it."""

    template = (
        f"regexp_replace(translate(lower(%(expressions)s), '{CYRILLIC}', '{LATIN}'), '[^[:alnum:]]', '', 'g')"
    )
    output_field = CharField()
