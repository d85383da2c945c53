"""Cards of some children who were evacuated, either way, with items judged and not judged."""

from cases.actions import child_card
from cases.models import Person
from cases.models.child_card import Item

_SAID = {
    Item.E: "Synthetic father", Item.F: "Synthetic mother, maiden name not known", Item.I: "Synthetic language",
    Item.L: "Synthetic: in good health.", Item.M: "A positive", Item.O: "Synthetic: found at the station.",
}  # fmt: skip
_VERDICTS = {
    Item.A: "no_risk",
    Item.C: "no_risk",
    Item.D: "no_risk",
    Item.E: "no_risk",
    Item.M: "no_risk",
    Item.O: "risk",
}


def make(world):
    """A card for one child of either side, of those who were moved and may be children today."""
    for side in world.sides:
        people = Person.objects.filter(pk__in=[person.pk for person in side.moved]).order_by("pk")
        children = (person for person in people if child_card.may_be_child(person, world.today))
        if child := next(children, None):
            child_card.save_card(
                person=child,
                values=_SAID,
                verdicts=_VERDICTS,
                seen=child_card.state_of(child),
                by=world.staff[0],
            )
