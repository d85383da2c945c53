"""Record in one pass what was read: a source, a statement in it and its claims; all of it or nothing."""

from urllib.parse import urlsplit

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, evidence
from cases.models import Actor, Source, Statement


class EntryRefused(Refused):
    """Some claims are refused, so that nothing is recorded; `claims` has each refusal by the number of its claim."""

    def __init__(self, claims):
        super().__init__(_("Nothing is recorded: a claim is refused."))
        self.claims = claims


@transaction.atomic
def new_source(*, office, by, publisher=None, url="", **facts):
    """Insert a source; where no publisher is named, it is the site of its address.

    An address that somebody else records at this moment is that source, as one that is on record already.
    """
    if publisher is None:
        host = urlsplit(url).hostname or url[:100]
        publisher, _made = Actor.objects.get_or_create(name=host, defaults={"kind": Actor.Kind.MEDIA})
    try:
        return evidence.record_source(office=office, by=by, publisher=publisher, url=url, **facts)
    except IntegrityError:
        if known := Source.objects.filter(office=office, url=url).exclude(url="").first():
            return known
        raise


@transaction.atomic
def record_entry(*, office, source, statement, claims, by, form_key=None):
    """Insert a statement and its claims. The same `form_key` twice is one statement.

    `source` is one on record, or the facts of a new one; `statement` holds the facts for `record_statement` and each of
    `claims` those for `record_claim`. All refusals are told at once (`EntryRefused`).
    """
    with pghistory.context(user=by.pk if by else None):
        if form_key and (again := Statement.objects.filter(form_key=form_key).first()):
            return again
        if not isinstance(source, Source):
            source = new_source(office=office, by=by, **source)
        evidence.hold(source.pk)
        made = evidence.record_statement(source=source, by=by, form_key=form_key, **statement)
        evidence.locked({(claim["about"].kind, claim["about"].pk) for claim in claims})
        refused = {}
        for number, claim in enumerate(claims):
            try:
                evidence.record_claim(statement=made, by=by, **claim)
            except Refused as refusal:
                refused[number] = refusal
        if refused:
            raise EntryRefused(refused)
    return made
