"""Record who said what: sources, statements, claims, and what people judge of claims.

Every claim and assessment goes through here, so that its thread, the `contested` number on the record, the positions
of a case and the size of a group are brought up to date in the same transaction, under a lock on the record.
"""

import hashlib
from collections import defaultdict

import pghistory
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from cases.actions import Refused, positions
from cases.lib import threads
from cases.models import (
    Aspect,
    Assessment,
    Claim,
    Group,
    Population,
    RepatriationCase,
    Source,
    SourceAssessment,
    Statement,
    StoredCopy,
    Thread,
)
from cases.models.about import KINDS, model_of


class ClaimRefused(Refused):
    """A claim that says more than its statement can carry."""


@transaction.atomic
def record_source(
    *, office, publisher, title, by, form_key=None, reliability_reason="", copy=None, media_type="", **facts
):
    """Insert a source; the same address again gives the source that is there already.

    `copy` is the content of a stored copy (bytes); its digest becomes the source's. A rating comes with its reason.
    """
    if form_key and (again := Source.objects.filter(form_key=form_key).first()):
        return again
    url = facts.get("url", "")
    if url and (known := Source.objects.filter(office=office, url=url).first()):
        return known
    if copy:
        facts["sha256"] = hashlib.sha256(copy).hexdigest()
    source = Source(
        office=office, publisher=publisher, title=title, created_by=by, form_key=form_key, **facts
    )
    source.save(force_insert=True)
    if copy:
        StoredCopy.objects.create(
            source=source, content=copy, sha256=source.sha256, media_type=media_type, recorded_by=by
        )
    if reliability_reason and source.reliability != Source.Reliability.UNKNOWN:
        SourceAssessment.objects.create(
            source=source, kind=SourceAssessment.Kind.RATED, reliability=source.reliability,
            reason=reliability_reason, recorded_by=by,
        )  # fmt: skip
    return source


@transaction.atomic
def judge_source(*, source, kind, reason, by, reliability="", form_key=None):
    """Rate a source, withdraw it (its claims stay, marked, and no longer count), or restore it; with a reason.

    The records that its claims are about are locked in one order, and their threads brought up to date.
    """
    Kind = SourceAssessment.Kind
    with pghistory.context(user=by.pk if by else None, reason=reason):
        source = Source.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
        if form_key and (again := SourceAssessment.objects.filter(form_key=form_key).first()):
            return again
        if not reason.strip():
            raise ClaimRefused(_("Write why: it is shown on the page of the source."), field="reason")
        if kind == Kind.RATED and not reliability:
            raise ClaimRefused(_("Choose how reliable the source is."), field="reliability")
        if kind != Kind.RATED and (kind == Kind.WITHDRAWN) == source.withdrawn:
            said = _("withdrawn already") if source.withdrawn else _("not withdrawn")
            raise ClaimRefused(
                _("This source is %(state)s: reload the page.") % {"state": said}, field="kind"
            )
        facts = {
            "kind": kind, "reliability": reliability if kind == Kind.RATED else "", "reason": reason, "recorded_by": by,
        }  # fmt: skip
        last = source.assessments.order_by("sequence").last()
        if last and all(getattr(last, name) == value for name, value in facts.items()):
            return last  # sent again from the page before: nothing new is said
        assessment = SourceAssessment.objects.create(source=source, form_key=form_key, **facts)
        refresh_source(source)
    return assessment


@transaction.atomic
def refresh_source(source):
    """Write what the assessments of a source come to, and the threads of its claims where it was or is withdrawn."""
    source = Source.objects.select_for_update(of=("self",), no_key=True).get(pk=source.pk)
    state = source_state(source)
    Source.objects.filter(pk=source.pk).update(**state)
    if state["withdrawn"] != source.withdrawn:
        _recount_claims_of(source)


def source_state(source):
    """What the assessments of a source come to: reliability (as recorded at first, if never rated) and withdrawn."""
    rated, withdrawn = None, False
    for assessment in source.assessments.order_by("sequence"):
        if assessment.kind == SourceAssessment.Kind.RATED:
            rated = assessment.reliability
        else:
            withdrawn = assessment.kind == SourceAssessment.Kind.WITHDRAWN
    return {"reliability": rated or source.reliability, "withdrawn": withdrawn}


def _recount_claims_of(source):
    """Bring the threads up to date that the source speaks in, with their records locked first."""
    members = defaultdict(list)
    for thread in Thread.objects.filter(claims__statement__source=source).distinct().order_by("pk"):
        members[thread.about_kind, getattr(thread, f"{thread.about_kind}_id")].append(thread)
    for about in locked(members):
        for thread in members.get((about.kind, about.pk), ()):
            _bring_up_to_date(about, thread)


def locked(records):
    """Lock records, given as (kind, id), and the cases that are about them, in the one order in which all do so."""
    of = {kind: [pk for each, pk in records if each == kind] for kind in KINDS}
    found = []
    for kind in KINDS:
        wanted = Q(pk__in=of[kind])
        if kind == RepatriationCase.kind:
            for part in ("person", "group", "evacuation"):
                wanted |= Q(**{f"{part}__in": of[part]})
        found += model_of(kind).objects.filter(wanted).select_for_update(of=("self",)).order_by("pk")
    return found


def hold(source_id):
    """Wait for whoever withdraws this source at the moment, and let nobody until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM cases_source WHERE id = %s FOR SHARE", [source_id])


@transaction.atomic
def record_statement(*, source, speaker, text, by, parts=(), form_key=None, **facts):
    """Insert a statement of `speaker` in `source`; a derived one names its `parts` (D37)."""
    if form_key and (again := Statement.objects.filter(form_key=form_key).first()):
        return again
    if facts.get("modality") == Statement.Modality.DERIVED and not parts:
        raise ClaimRefused(_("A derived figure cites what it follows from: choose its parts."), field="parts")
    statement = Statement(
        office=source.office, source=source, speaker=speaker, text=text, created_by=by, form_key=form_key,
        synthetic=source.synthetic, **facts,
    )  # fmt: skip
    statement.save(force_insert=True)
    statement.parts.set(parts)
    return statement


def speaks_for(statement, party=None, actor=None):
    """Are the words of this statement the party's, or the mediator's, own position (D21)?"""
    speaker = statement.speaker
    in_earnest = statement.modality in {"asserted", "planned", "denied"}
    return in_earnest and (speaker.speaks_for(party) or (actor is not None and speaker.pk == actor.pk))


@transaction.atomic
def record_claim(*, about, statement, aspect, by, own=None, form_key=None, **value):
    """Insert one claim and bring its thread up to date.

    `value` holds the column of the aspect's type (number, date, place, position, outcome, words), population,
    party or actor, precision and as_of. A position is its party's own exactly when the party said it; asking for
    `own` on somebody else's word is refused (D21).
    """
    with pghistory.context(user=by.pk if by else None):
        hold(statement.source_id)
        about = type(about).objects.select_for_update(of=("self",)).get(pk=about.pk)
        if form_key and (again := Claim.objects.filter(form_key=form_key).first()):
            return again
        _check(about, statement, aspect)
        is_own = aspect == Aspect.POSITION and speaks_for(statement, value.get("party"), value.get("actor"))
        if own and not is_own:
            raise ClaimRefused(
                _("%(speaker)s does not speak for %(party)s: a position of its own needs its own statement. "
                  "Record it as said by %(speaker)s instead.")
                % {"speaker": statement.speaker, "party": value.get("party") or value.get("actor")},
                field="own",
            )  # fmt: skip
        if aspect == Aspect.POSITION and not value.get("as_of"):
            value["as_of"] = statement.said
        thread = _thread(about, aspect, value)
        claim = Claim(
            **{about.kind: about}, statement=statement, thread=thread, aspect=aspect, own=is_own, recorded_by=by,
            form_key=form_key, **value,
        )  # fmt: skip
        claim.save(force_insert=True)
        _bring_up_to_date(about, thread)
    return claim


def _check(about, statement, aspect):
    """Refuse what the record has no room for, and what an announcement cannot say, before the database does."""
    label = Aspect(aspect).label
    if aspect not in threads.ASPECTS_OF[about.kind]:
        fitting = "; ".join(str(Aspect(each).label) for each in threads.ASPECTS_OF[about.kind])
        raise ClaimRefused(
            _("“%(aspect)s” cannot be said of %(reference)s. Of this record one can say: %(fitting)s.")
            % {"aspect": label, "reference": about.reference, "fitting": fitting},
            field="aspect",
        )
    if aspect in threads.DONE and statement.modality == Statement.Modality.PLANNED:
        raise ClaimRefused(
            _("This statement plans or announces; what is planned is not done, so it cannot say “%(aspect)s”. "
              "Record it as planned, or choose what the speaker states as done.") % {"aspect": label},
            field="aspect",
        )  # fmt: skip


def _thread(about, aspect, value):
    as_of = value.get("as_of")
    thread, _created = Thread.objects.get_or_create(
        **{about.kind: about},
        aspect=aspect,
        population=value.get("population", ""),
        party=value.get("party"),
        actor=value.get("actor"),
        as_of=as_of.edtf if as_of and aspect in threads.CHANGING else "",
    )
    return thread


@transaction.atomic
def assess(*, claim, kind, reason, by, form_key=None):
    """Judge a claim: preferred, cleared, disputed, or withdrawn as recorded by mistake; the others stay as they are."""
    with pghistory.context(user=by.pk if by else None, reason=reason):
        about = claim.about
        about = type(about).objects.select_for_update(of=("self",)).get(pk=about.pk)
        if form_key and (again := Assessment.objects.filter(form_key=form_key).first()):
            return again
        if not reason.strip():
            raise ClaimRefused(_("Write why: it is shown beside the claim."), field="reason")
        assessment = Assessment.objects.create(
            claim=claim, kind=kind, reason=reason, recorded_by=by, form_key=form_key
        )
        _bring_up_to_date(about, claim.thread)
    return assessment


def thread_state(thread):
    """What the claims and assessments of a thread come to: live, disagrees, preferred, open. The oracle of the cache."""
    claims = list(Claim.objects.filter(thread=thread).live().select_related("place__parent__parent__parent"))
    alive = {claim.pk for claim in claims}
    preferred, disputed = None, False
    for assessment in Assessment.objects.in_thread(thread):
        match assessment.kind:
            case Assessment.Kind.PREFERRED if assessment.claim_id in alive:
                preferred = assessment.claim_id
            case Assessment.Kind.CLEARED:
                preferred = None
            case Assessment.Kind.DISPUTED if assessment.claim_id in alive:
                disputed, preferred = True, None
    disagrees = disputed or threads.disagree(thread.aspect, [claim.value() for claim in claims])
    return {
        "live": len(claims),
        "disagrees": disagrees,
        "preferred_id": preferred,
        "open": disagrees and preferred is None,
    }


def _bring_up_to_date(about, thread):
    state = thread_state(thread)
    opened_at = Coalesce("opened_at", Now()) if state["open"] else None
    Thread.objects.filter(pk=thread.pk).update(**state, opened_at=opened_at)
    refresh_contested(about)
    if isinstance(about, RepatriationCase) and thread.aspect == Aspect.POSITION:
        positions.refresh(about)
    if isinstance(about, Group) and thread.aspect == Aspect.SIZE:
        low, high = size_range(about)
        Group.objects.filter(pk=about.pk).update(size_low=low, size_high=high)


def contested_number(record):
    """How many open threads there are about a record; for a case also those about what it is a case of."""
    count = Thread.objects.about(record).open().count()
    if isinstance(record, RepatriationCase):
        for part in (record.person, record.group, record.evacuation):
            count += Thread.objects.about(part).open().count() if part else 0
    return count


def refresh_contested(record):
    """Write `contested` on a record and on the cases that are about it, in a fixed order of locks."""
    type(record).objects.filter(pk=record.pk).update(contested=contested_number(record))
    if record.kind in {"person", "group", "evacuation"}:
        cases = (
            RepatriationCase.objects.filter(**{record.kind: record})
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        for case in cases:
            RepatriationCase.objects.filter(pk=case.pk).update(contested=contested_number(case))


def size_range(group):
    """Fewest and most people a group can be by its live claims, or by the preferred one; (None, None) if nobody said.

    A number of some of them, such as the children, is not its size.
    """
    parts = (Population.CHILDREN, Population.MILITARY)
    whole = Thread.objects.about(group).filter(aspect=Aspect.SIZE).exclude(population__in=parts)
    claims = Claim.objects.filter(thread__in=whole).live()
    thread = whole.filter(pk__in=claims.order_by().values("thread")).order_by("pk").first()
    if thread is None:
        return None, None
    claims = claims.filter(thread=thread)
    preferred = thread_state(thread)["preferred_id"]
    numbers = [claim.number for claim in claims if preferred in (None, claim.pk)]
    return (min(numbers), max(numbers)) if numbers else (None, None)


def working_value(thread):
    """The claim that a record works with: the preferred one, the only one, the newest agreeing one; None if contested."""
    if thread.preferred_id:
        return thread.preferred
    return None if thread.open else thread.claims.live().newest_first().first()
