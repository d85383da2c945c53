"""Judge whether two records are of one human being; nothing merges by itself, and every join can be taken back.

A join takes two people, of whom the second is a coordinator (safety.md §4). Judgements of one office come one after
another, under a lock on the office, so that who stands for whom (`Person.joined_into`) always follows from all of them.
"""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.lib import joining, matching
from cases.models import IdentityJudgement, IdentityLink, Office, Person, Relationship, User

Verdict = IdentityJudgement.Verdict


class JudgementRefused(Refused):
    """A judgement that contradicts another one, or that is not this person's to make."""


class Stale(Refused):
    """Somebody else judged the pair meanwhile."""


class Judging(NamedTuple):
    """One judgement to be recorded."""

    link: IdentityLink
    verdict: str
    reason: str
    by: User
    form_key: UUID | None = None
    as_seen: int | None = None


def judge(*, link, verdict, reason, by, form_key=None, as_seen=None):
    """Record what `by` judged of a pair, and what follows from it. Raises `JudgementRefused`.

    `as_seen` is the last judgement that `by` saw (0: none): `Stale` is raised when there is another.
    """
    (judgement,) = judge_all(judgings=[Judging(link, verdict, reason, by, form_key, as_seen)])
    return judgement


def last_judged(link):
    """The place in the ledger of the last judgement of a pair; 0 where nobody judged it."""
    return link.judgements.aggregate(last=Max("sequence"))["last"] or 0


@transaction.atomic
def judge_all(*, judgings):
    """Record judgements of pairs of one office in this order: all of them, or none. Raises `JudgementRefused`."""
    hold_office(judgings[0].link.office_id)
    keys = [judging.form_key for judging in judgings if judging.form_key]
    if keys and (again := list(IdentityJudgement.objects.filter(form_key__in=keys))):
        return again
    people, links = _concerned([judging.link for judging in judgings])
    register = _register(people, links.values())
    judged, prints = [], {}
    for judging in judgings:
        if judging.link.pk not in links:
            raise JudgementRefused(
                _(
                    "What is known of the two was changed meanwhile, and they are no longer proposed: reload the list."
                )
            )
        link = links[judging.link.pk]
        first, second = people[link.first_id], people[link.second_id]
        if judging.as_seen is not None and last_judged(link) != judging.as_seen:
            raise Stale(
                _("Somebody judged this pair while you were writing: it is shown above. Nothing is saved and nothing you "
                  "typed is lost. Record again if it still holds."),
            )  # fmt: skip
        _check_words(judging, first, second)
        try:
            standing = register.judge(
                (first.pk, second.pk), judging.verdict, judging.by.pk, decides=may_decide(judging.by)
            )
        except joining.NotPossible as refusal:
            raise JudgementRefused(_why_not(refusal, people, judging.by), field="verdict") from refusal
        if link.pk not in prints:
            prints[link.pk] = matching.fingerprint(first.description(), second.description())
        _take(link, standing, prints[link.pk])
        judged.append(
            IdentityJudgement(
                link=link,
                verdict=judging.verdict,
                reason=judging.reason,
                fingerprint=link.fingerprint,
                recorded_by=judging.by,
                form_key=judging.form_key,
            )
        )
    IdentityLink.objects.bulk_update([links[pk] for pk in prints], _JUDGED)
    _write_standing(people.values(), register.stands)
    return IdentityJudgement.objects.bulk_create(judged)


def may_decide(user):
    """May this person be the second who joins two records, and take a join back?"""
    return user.role == User.Role.COORDINATOR


@transaction.atomic
def pair(one, other):
    """The link of two persons, made with what a comparison finds where they have none yet."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    link = IdentityLink.objects.filter(first=first, second=second).first()
    if link is None:
        found = matching.match(first.description(), second.description())
        link, _made = IdentityLink.objects.get_or_create(
            first=first, second=second,
            defaults={"office_id": first.office_id, "score": found.score, "reasons": list(found.reasons)},
        )  # fmt: skip
    return link


@transaction.atomic
def dismiss(*, person, candidates, by):
    """None of these is the person, somebody said when recording them, and none of their other records that `by` may see: judged so."""
    records = Person.objects.visible_to(by).filter(pk__in=Person.objects.standing_for(candidates))
    candidates = records.described().order_by("pk") if candidates else ()
    reason = _("None of these, said when the person was recorded.")
    judgings = [Judging(pair(person, each), Verdict.NOT_SAME, reason, by) for each in candidates]
    return judge_all(judgings=judgings) if judgings else []


@transaction.atomic
def refresh(link):
    """Write what the judgements of a pair come to, and who stands for whom by that."""
    hold_office(link.office_id)
    link = IdentityLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    judged = list(link.judgements.values_list("verdict", "recorded_by", "fingerprint"))
    standing = joining.standing((verdict, by) for verdict, by, _print in judged)
    _take(link, standing, judged[-1][2] if judged else "", again=link.again)
    link.save(update_fields=_JUDGED)
    stand_anew(link.first)
    stand_anew(link.second)


@transaction.atomic
def stand_anew(person):
    """Write who stands for this person and for all with whom the joins make it one, whatever was stored."""
    hold_office(person.office_id)
    records = list(linked_with([person.pk]))
    _write_standing(records, standing_for(records))


def linked_with(keys):
    """These persons and all whom joins make one with them, followed from pair to pair."""
    known, new = set(), set(keys)
    while new:
        known |= new
        links = IdentityLink.objects.joined().of(new).order_by()
        new = {pk for ends in links.values_list("first", "second") for pk in ends} - known
    return Person.objects.filter(pk__in=known).order_by("pk")


def standing_for(records):
    """Which record stands for each of these, by the joins among them, as {key: key}."""
    joined = IdentityLink.objects.joined().filter(first__in=records, second__in=records)
    return _register({person.pk: person for person in records}, joined.order_by("pk")).stands


def hold_office(pk):
    """Wait until nobody else judges in this office, and let nobody until this transaction ends."""
    return Office.objects.select_for_update(no_key=True).get(pk=pk)


_JUDGED = ["state", "fingerprint", "again", "proposed_by", "confirmed_by"]


def _concerned(links):
    """The persons of these pairs with all records joined with them, and the pairs among those, all locked."""
    ends = {pk for link in links for pk in (link.first_id, link.second_id)}
    stands = [
        top or pk
        for pk, top in Person.objects.filter(pk__in=ends).order_by().values_list("pk", "joined_into")
    ]
    records = Person.objects.filter(pk__in=stands) | Person.objects.filter(joined_into__in=stands)
    people = {
        each.pk: each
        for each in records.described().select_for_update(of=("self",), no_key=True).order_by("pk")
    }
    among = IdentityLink.objects.filter(first__in=people, second__in=people)
    return people, {link.pk: link for link in among.select_for_update(of=("self",)).order_by("pk")}


def _register(people, links):
    ranks = {pk: person.standing_key for pk, person in people.items()}
    standings = {
        (link.first_id, link.second_id): joining.Standing(
            link.state, link.proposed_by_id, link.confirmed_by_id
        )
        for link in links
    }
    return joining.Register(ranks, standings)


def _take(link, standing, fingerprint, *, again=False):
    link.state, link.fingerprint, link.again = standing.state, fingerprint, again
    link.proposed_by_id, link.confirmed_by_id = standing.proposed_by, standing.confirmed_by


def _write_standing(people, stands):
    changed = []
    for person in people:
        top = stands[person.pk] if stands[person.pk] != person.pk else None
        if person.joined_into_id != top:
            person.joined_into_id = top
            changed.append(person)
    Person.objects.bulk_update(changed, ["joined_into"])


# --- What is refused, in words ----------------------------------------------------------------------------


def _check_words(judging, first, second):
    """What the register does not know: a reason, a name, and what is made up."""
    if not judging.reason.strip():
        raise JudgementRefused(_("Write why: it is shown beside the pair."), field="reason")
    if judging.verdict != Verdict.SAME:
        return
    for person in (first, second):
        if person.superseded_by_id or not person.is_named:
            raise JudgementRefused(
                _("%(reference)s has no name of its own: name that person instead of joining two records.")
                % {"reference": person.reference},
                field="verdict",
            )
    if Relationship.objects.between(first, second).exists():
        raise JudgementRefused(
            _(
                "These two are on record as relatives of each other: correct that first, or judge that they are two persons."
            ),
            field="verdict",
        )
    if first.synthetic != second.synthetic:
        raise JudgementRefused(
            _("One of the two is made up for training: it is nobody’s second record."), field="verdict"
        )


def _why_not(refusal, people, by):
    """The sentence of a refusal; it names the pair that is in the way only to who may see both."""
    pair = [people[pk] for pk in refusal.pair or ()]
    seen = Person.objects.visible_to(by).filter(pk__in=[person.pk for person in pair]).count() if pair else 0
    if refusal.code in _HIDDEN and seen < len(pair):
        return _HIDDEN[refusal.code]()
    words = {"one": _named(pair[0]), "other": _named(pair[1])} if pair else {}
    return _SENTENCES[refusal.code]() % words


def _named(person):
    return f"{person.reference} {person}"


_SENTENCES = {
    "nothing_to_undo": lambda: _("Nothing is judged of this pair: there is nothing to take back."),
    "not_yours_to_undo": lambda: _("A coordinator takes back what two people decided: ask one, with your reason."),
    "joined_already": lambda: _("Two people judged these the same person: take that back first."),
    "said_already": lambda: _("You have said so already: a second person, a coordinator, decides."),
    "not_yours_to_confirm": lambda: _("Somebody has said so already: a coordinator decides."),
    "told_apart": lambda: _(
        "%(one)s and %(other)s were judged not the same person, and would be one by this: take that back, or leave "
        "these two apart."
    ),
    "joined_through": lambda: _(
        "These two are one person through %(one)s and %(other)s, who were judged the same: take that back first."
    ),
}  # fmt: skip
#: The same where an end of the pair is not for everybody.
_HIDDEN = {
    "told_apart": lambda: _(
        "Somebody judged these two apart through a record that you may not see: ask a coordinator, or leave them apart."
    ),
    "joined_through": lambda: _(
        "These two are one person through a record that you may not see: ask a coordinator."
    ),
}
