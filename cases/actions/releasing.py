"""What of a tracing request may be passed on, and what its enquirer may be told: asked before such an event is recorded."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import consents, holds
from cases.models import (
    Consent,
    DeathNotice,
    Event,
    Person,
    ReleaseConsent,
    TracingConsent,
    TracingJudgement,
    TracingRequest,
)
from cases.models.tracing import Answer

Scope = TracingConsent.Scope

#: Events that pass a request on: one of these consents of the enquirer has to be in force.
NEEDS_CONSENT = {
    "given_to_red_cross": (Scope.RED_CROSS,),
    "given_to_bureau": (Scope.BUREAU,),
    "name_published": (Scope.PUBLISH,),
    "asked": (Scope.RED_CROSS, Scope.BUREAU),
}
#: Events that say what became of the person: somebody on record has to be that person.
NEEDS_PERSON = frozenset({"found_located", "found_no_contact", "found_deceased"})
TELLS = "enquirer_told"


def refusal(about, step, facts):
    """Why this event of a request cannot be recorded, in a sentence that says what to do instead; or nothing."""
    if not isinstance(about, TracingRequest):
        return ""
    if scopes := NEEDS_CONSENT.get(step.type):
        return passing_on(about, scopes)
    says_dead = step.type == "found_deceased" or facts.get("declared_status") == "deceased"
    if says_dead and not (about.person_id and family_may_be_told_of_death(about.person)):
        return _NEWS_OF_DEATH
    if step.type in NEEDS_PERSON and about.person_id is None:
        return _("Compare with the people on record first, and say who of them is the person.")
    return telling(about) if step.type == TELLS else ""


def passing_on(request, scopes):
    """Why the request may not be passed on; nothing while a consent of the enquirer to one of these is in force."""
    if any(answer == Answer.GIVEN for scope, answer in in_force(request).items() if scope in scopes):
        return ""
    words = _(" or ").join(str(Scope(scope).label) for scope in scopes)
    return _(
        "No consent of the enquirer to “%(scope)s” is in force: ask them and record the answer, then pass the request on."
    ) % {"scope": words}


def telling(request):
    """Why the enquirer may not be told of the person who was found; nothing where they may."""
    if request.person_id is None:
        return _("Nobody on record is said to be the person: there is nothing to tell yet.")
    if held := holds.sentence(request.person):
        return held
    if request.status == "deceased":
        return "" if family_may_be_told_of_death(request.person) else _NEWS_OF_DEATH
    wish = _last_wish(request)
    if (wish or request.status == "located_no_contact") and not _agreed_since(request, wish):
        return _(
            "The person found wishes no contact: the enquirer is told nothing of them, unless they agreed to it since. Have "
            "them asked again, and record the answer first."
        )
    if answer_of_person(request) == Answer.GIVEN and _family_withdrawn(request):
        return _(
            "The person found has withdrawn their consent that the family be told: have them asked again, and record the "
            "answer first."
        )
    match answer_of_person(request):
        case Answer.GIVEN:
            return ""
        case None if Consent.Scope.FAMILY in consents.in_force(request.person):
            return ""
        case None:
            return _(
                "No consent of the person found is recorded: they decide whether the enquirer is told. Have them asked, "
                "and record the answer first."
            )
        case Answer.WITHDRAWN:
            return _("The person found has withdrawn their consent: the enquirer is told nothing of them.")
    return _("The person found refused: the enquirer is told nothing of them.")


_NEWS_OF_DEATH = gettext_lazy(
    "News of a death is kept apart until the family is informed: record it on the page of the person, and here once the "
    "notice of death says that the family is informed."
)


def family_may_be_told_of_death(person):
    """May news of this person's death go to an enquirer? Once the family is informed (D38)."""
    return DeathNotice.objects.of(person).told().exists()


def in_force(request):
    """The latest answer of the enquirer in each scope, as {scope: answer}."""
    rows = request.consents.order_by("scope", "-sequence").distinct("scope")
    return dict(rows.values_list("scope", "answer"))


def answer_of_person(request):
    """What the person found answered last, asked for this request; None if nobody asked them."""
    return _answers(request).values_list("answer", flat=True).first() if request.person_id else None


def _answers(request):
    """What the person found answered for this request, the latest first."""
    ours = Person.objects.one_with(request.person).values("pk")
    return ReleaseConsent.objects.filter(request=request, person__in=ours).order_by("-sequence")


def _last_wish(request):
    """When this person was last said to wish no contact: it holds whatever is recorded of the search afterwards."""
    ours = Person.objects.one_with(request.person).values("pk")
    said = (
        request.judgements.filter(person__in=ours, verdict=TracingJudgement.Verdict.IS)
        .order_by("sequence")
        .first()
    )
    wishes = (
        Event.objects.about(request)
        .live()
        .filter(Q(type="found_no_contact") | Q(declared_status="located_no_contact"))
    )
    if said:  # before that, somebody else was said to be the person
        wishes = wishes.filter(sequence__gt=said.sequence)
    return wishes.order_by("-sequence").first()


def _agreed_since(request, wish):
    """Did the person agree after they were said to wish no contact? What was agreed before, or in general, no longer holds."""
    last = _answers(request).first()
    return bool(last and last.answer == Answer.GIVEN and not (wish and wish.sequence > last.sequence))


def _family_withdrawn(request):
    """Did the person, after this answer, withdraw the consent that their family be told, and not give it anew?"""
    last = _answers(request).values_list("sequence", flat=True).first()
    family = Consent.Scope.FAMILY
    return family not in consents.in_force(request.person) and consents.withdrawn_after(request.person, family, last)  # fmt: skip
