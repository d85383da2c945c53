"""The card of an evacuated child (Additional Protocol I, Art. 78(3)): what it says, and what of it may be passed on."""

from hashlib import sha256

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, holds
from cases.actions.releasing import family_may_be_told_of_death
from cases.lib.dates import show
from cases.models import ChildCardItem, ChildCardJudgement, Evacuee, Party, Person, PersonFlag
from cases.models.child_card import Item

Verdict = ChildCardJudgement.Verdict
ADULT = 18


class CardRefused(Refused):
    """A card that somebody else changed meanwhile, or of a person who is held."""


def may_be_child(person, on):
    """Is the person flagged as a minor, or does the birth, as far as it is known, leave it possible on that day?"""
    if PersonFlag.objects.current(on).filter(person=person, type=PersonFlag.Kind.MINOR).exists():
        return True
    born = person.born
    if not born or not (born.earliest or born.latest):
        return False
    return born.latest is None or _years(born.latest, on) < ADULT


def _years(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def items_of(person):
    """The items that this card has now: news of a death stands on no card before the family is informed (D38)."""
    return [item for item in Item if item != Item.S or family_may_be_told_of_death(person)]


def known(person):
    """What the record of the person, and where they are said to stay, says already, by item."""
    names = [name for name in person.names.all() if name.family or name.given]
    family, given = (names[0].family, names[0].given) if names else ("", "")
    born = [str(person.birth_place or ""), show(person.born) if person.born else ""]
    stays = (
        Evacuee.objects.filter(person=person, place__isnull=False)
        .select_related("place")
        .order_by("-pk")
        .first()
    )
    values = {
        Item.A: family or person.name,
        Item.B: given,
        Item.C: person.get_sex_display(),
        Item.D: ", ".join(filter(None, born)),
        Item.G: person.contact,
        Item.H: str(Party.objects.filter(code=person.nationality).first() or person.nationality),
        Item.J: person.address,
        Item.K: "; ".join(str(row) for row in person.identifiers.all()),
        Item.R: str(stays.place) if stays else "",
    }
    return {item: value for item, value in values.items() if value}


def values_of(person):
    """What each item says: by the record of the person, else as it was typed."""
    typed = dict(ChildCardItem.objects.filter(person=person).exclude(value="").values_list("item", "value"))
    return {Item(item): value for item, value in (typed | known(person)).items()}


def judgements_of(person):
    """The latest judgement of each item."""
    rows = ChildCardJudgement.objects.filter(person=person).select_related("recorded_by")
    return {Item(row.item): row for row in rows.order_by("item", "-sequence").distinct("item")}


def in_force(judgement, value):
    """The verdict that holds for these words."""
    same = judgement is not None and judgement.digest == digest(value)
    return Verdict(judgement.verdict) if same else Verdict.OPEN


def may_be_passed_on(person):
    """The items that are judged without risk, with what they say; refused while anything of the person is held."""
    if held := holds.sentence(person):
        raise CardRefused(held)
    judged, allowed = judgements_of(person), items_of(person)
    return {
        item: value for item, value in values_of(person).items()
        if item in allowed and in_force(judged.get(item), value) == Verdict.NO_RISK
    }  # fmt: skip


def digest(value):
    return sha256(value.encode()).hexdigest()


def state_of(person):
    """What tells one state of the card from another, so that a stale form is refused (R45)."""
    judged = sorted((item.value, row.pk) for item, row in judgements_of(person).items())
    return digest(repr((sorted((item.value, value) for item, value in values_of(person).items()), judged)))


@transaction.atomic
def save_card(*, person, values, verdicts, seen, by):
    """Write what was typed and judged; the items whose words changed under a judgement, which are to be judged anew.

    `values` are of the items that the record of the person does not say itself; `verdicts` of all items. A verdict that
    was chosen for the words of before is none for new ones, unless it is that there is a risk. `seen` is the `state_of`
    the card when the form was opened.
    """
    with pghistory.context(user=by.pk if by else None):
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if seen != state_of(person):
            raise CardRefused(
                _("Somebody changed this card while you were writing. Nothing is saved and nothing you typed is lost: "
                  "open the card in another tab, compare, and save again.")
            )  # fmt: skip
        before, judged = values_of(person), judgements_of(person)
        _write(person, values)
        anew = []
        for item, value in values_of(person).items():
            old = in_force(judged.get(item), before.get(item, ""))
            chosen = Verdict(verdicts.get(item, old))
            if (value == before.get(item, "") and chosen != old) or (
                value != before.get(item, "") and (chosen != old or chosen == Verdict.RISK)
            ):
                _judge(person, item, chosen, value, by)
            elif value != before.get(item, "") and old == Verdict.NO_RISK:
                anew.append(item)
    return anew


def _write(person, values):
    said = known(person)
    rows = {row.item: row for row in ChildCardItem.objects.filter(person=person)}
    for item, value in values.items():
        row = rows.get(item)
        if item in said or (row.value if row else "") == value:
            continue
        if row is None:
            ChildCardItem.objects.create(person=person, item=item, value=value)
        else:
            row.value = value
            row.save()


def _judge(person, item, verdict, value, by):
    ChildCardJudgement.objects.create(
        person=person, item=item, verdict=verdict, digest=digest(value), recorded_by=by
    )
