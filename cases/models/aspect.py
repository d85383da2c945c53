"""The words of claims: what they are about, who is counted, positions and outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Population(models.TextChoices):
    """Who or what is counted: counts of different populations never mix."""

    NONE = "", _("not a count")
    PEOPLE = "people", _("people")
    CIVILIANS = "civilians", _("civilians")
    RESIDENTS = "residents", _("residents of the region")
    PRISONERS = "prisoners", _("prisoners of war")
    MILITARY = "military", _("military")
    CHILDREN = "children", _("children")
    PARCELS = "parcels", _("parcels")
    LETTERS = "letters", _("letters")


class Aspect(models.TextChoices):
    """What a claim is about in its record. Event, cumulative, remaining and planned counts are different (D37)."""

    SIZE = "size", _("how many belong to the group")
    COUNT_EVENT = "count_event", _("how many, in this event")
    COUNT_CUMULATIVE = "count_cumulative", _("how many, in all so far")
    COUNT_REMAINING = "count_remaining", _("how many remain")
    COUNT_PLANNED = "count_planned", _("how many are planned")
    COUNT_PREPARED = "count_prepared", _("how many are prepared")
    COUNT_HANDED_OVER = "count_handed_over", _("how many were handed over")
    COUNT_RECEIVED = "count_received", _("how many were received")
    COUNT_DELIVERED = "count_delivered", _("how many were delivered")
    DATE = "date", _("when it happened")
    DATE_PLANNED = "date_planned", _("when it is planned")
    PLACE = "place", _("where")
    POSITION = "position", _("position of a party")
    MANNER = "manner", _("how it happened, in the speaker's words")
    OUTCOME = "outcome", _("outcome of a delivery")


class Stance(models.TextChoices):
    """The position of a party or mediator. A yes has the same tone as a no (domain.md, principle 5)."""

    CONSIDERING = "considering", _("considering")
    AGREES_NO_DATE = "agrees_no_date", _("agrees, no date")
    AGREES_DATE = "agrees_date", _("agrees, with date")
    AGREES_CONDITIONS = "agrees_conditions", _("agrees with conditions")
    NO_CLEAR_DATE = "no_clear_date", _("no clear date")
    DOES_NOT_ACCEPT = "does_not_accept", _("not accepting")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INTERMEDIARY = "intermediary", _("acts as intermediary")
    DECLINES = "declines", _("declines")


class Outcome(models.TextChoices):
    """What is claimed of a delivery or of an undertaking."""

    DELIVERED = "delivered", _("delivered")
    NOT_DELIVERED = "not_delivered", _("not delivered")
    TAKEN_BACK = "taken_back", _("given, then taken back")
    REFUSED = "refused", _("refused")
    TOOK_PLACE = "took_place", _("took place")
    NOT_TAKEN_PLACE = "not_taken_place", _("did not take place")
