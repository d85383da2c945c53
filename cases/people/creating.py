"""A new person is recorded only after looking whether they are here already: search, compare, then the form.

What was looked for waits in the session under a key of its own, so that no name stands in an address and the
back button finds each step as it was.
"""

import uuid

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed, demand
from cases.actions import Refused, identity, lists, people
from cases.finding.people import find_people
from cases.forms import AsSeen, ForUser, LookupField, UncertainDateFormField
from cases.generic import RecordAdd
from cases.lib.matching import Description
from cases.models import Confidentiality, CounterpartLine, Group, LineJudgement, Person, RepatriationCase
from cases.models.person import as_place
from cases.people.forms import PersonForm
from cases.shown.comparison import comparison

SHOWN = 8  # candidates that are compared on one page
KEPT = 10  # searches of one person that the session keeps
PLACES = {"group": Group, "placeholder": Person, "line": CounterpartLine}
FILLED = ("name", "born", "sex", "birth_place")
ASKED = ("name", "born", "sex", "father_name", "birth_place", "last_residence", "service_number")


class SoughtForm(ForUser, AsSeen):
    """Whom somebody is about to record."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=300, required=False, widget=forms.TextInput(attrs={"class": "w20", "autofocus": True}),
        help_text=gettext_lazy("In any script and spelling, as much of it as is known."),
    )  # fmt: skip
    born = UncertainDateFormField(
        label=gettext_lazy("Born"),
        required=False,
        help_text=gettext_lazy("As precise as it is known, such as 1987."),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), required=False, choices=[("", gettext_lazy("not stated")), *Person.Sex.choices],
        widget=forms.Select(attrs={"class": "w20"}),
    )  # fmt: skip
    birth_place = LookupField(
        "place", label=gettext_lazy("Place of birth"), required=False,
        help_text=gettext_lazy("If it is known: of several with one name it tells whom you mean."),
    )  # fmt: skip
    unnamed = forms.BooleanField(label=gettext_lazy("No name is known yet"), required=False)
    group = LookupField("group", required=False, widget=forms.HiddenInput)
    placeholder = LookupField("person", required=False, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    back = LookupField("repatriation_case", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("group", "placeholder", "back"):
            self.fields[name].widget.attrs.clear()

    def clean_line(self):
        """The line of a received list, if this person may see it."""
        rows = CounterpartLine.objects.visible_to(self.user).select_related("list")
        return rows.filter(pk=self.cleaned_data["line"] or 0).first()

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and not cleaned.get("unnamed") and "name" not in self.errors:
            self.add_error("name", _("Write a name to look for, or say that none is known yet."))
        return cleaned


class PersonSearch(Allowed, View):
    """Look first: who on record is like the person, compared field by field."""

    action = "add"

    def get(self, request):
        asked = "name" in request.GET or "unnamed" in request.GET
        form = SoughtForm(request.GET if asked else None, user=request.user, initial=request.GET.dict())
        return self.show(
            form, candidates(request.user, form.cleaned_data) if asked and form.is_valid() else None
        )

    def post(self, request):
        """This is the person of a group or a line; or none of these: what was looked for, and who was shown, go to the form."""
        form = SoughtForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, None)
        if "person" in request.POST:
            return self._named(form.cleaned_data)
        seen = Person.objects.visible_to(request.user).filter(
            reference__in=request.POST.getlist("shown")[:SHOWN]
        )
        sought = {
            "name": form.cleaned_data["name"], "born": form.data.get("born", "").strip(), "sex": form.cleaned_data["sex"],
            "none_of": list(seen.order_by("pk").values_list("pk", flat=True)),
            "seen": form.cleaned_data["seen"],
            **{name: row.pk for name in (*PLACES, "birth_place", "back") if (row := form.cleaned_data[name])},
        }  # fmt: skip
        key = uuid.uuid4().hex
        searches = list(request.session.get("sought", {}).items())[1 - KEPT :]
        request.session["sought"] = dict(searches) | {key: sought}
        return redirect("person_new", key)

    def _named(self, sought):
        """Somebody on record is the one without a name, or one of the group."""
        visible = Person.objects.visible_to(self.request.user)
        person = get_object_or_404(visible, reference=self.request.POST["person"])
        try:
            with transaction.atomic():
                take_place(person, self.request.user, *(sought[name] for name in PLACES), seen=sought["seen"])
        except Refused as refused:
            messages.error(self.request, str(refused))
        return redirect(sought["back"] or sought["line"] or sought["group"] or person)

    def show(self, form, found):
        context = {
            "form": form, "found": found and found[:SHOWN], "more": bool(found) and len(found) > SHOWN, "title": _("Record a person"),
            "crumbs": [{"label": _("People"), "url": reverse("people")}, {"label": _("Record a person"), "url": ""}],
        }  # fmt: skip
        return render(self.request, "people/find.html", context, status=422 if form.errors else 200)


def take_place(person, user, group, placeholder, line=None, *, seen=None):
    """Let a person stand where one without a name did, in a group or not; or be the person of a line of a list, `seen` so far."""
    if group:
        people.name_member(group=group, placeholder=placeholder, person=person, by=user)
    elif placeholder:
        people.name_placeholder(placeholder=placeholder, person=person, by=user)
    if line:
        reason = _("Looked for by the name of the line.")
        try:
            lists.judge(
                line=line, verdict=LineJudgement.Verdict.IS, person=person, reason=reason, by=user, as_seen=seen or 0
            )  # fmt: skip
        except lists.Stale as stale:
            raise Refused(
                _("Somebody judged line %(line)s meanwhile, and nothing is saved: look at the line first.")
                % {"line": line.reference}
            ) from stale


def candidates(user, sought):
    """The people on record who are most like the one who is sought, each compared with what was typed; one more than is shown
    where there are more."""
    born = sought.get("born")
    year = (born.earliest or born.latest).year if born and (born.earliest or born.latest) else None
    place = sought.get("birth_place")
    hits = (
        find_people(user, sought["name"], born=year, place=place, limit=SHOWN + 1) if sought["name"] else []
    )
    known = Person.objects.described().in_bulk([hit.person.pk for hit in hits])
    typed = Description(names=(sought["name"],), born=born, sex=sought["sex"], birth_place=as_place(place))
    found = [
        {"person": person, **comparison(typed, person.description(), only=ASKED), "missing": ""}
        for person in known.values()
        if person.joined_into_id not in known
    ]
    return sorted(found, key=lambda each: (-each["score"], each["person"].pk))


class PersonNew(RecordAdd):
    """The form of a new person, filled with what was looked for; those who were shown are judged not to be the same."""

    form_class = PersonForm
    title = gettext_lazy("Record a person")
    list_url, list_label = "people", gettext_lazy("People")

    def dispatch(self, request, *args, **kwargs):
        demand(request.user, self.action)
        sent_before = request.method == "POST" and self.made_already(request.POST.get("form_key", ""))
        if self.sought is None and not sent_before:
            messages.warning(request, _("Look first whether the person is on record: then record them."))
            return redirect("person_add")
        return super().dispatch(request, *args, **kwargs)

    @property
    def sought(self):
        return self.request.session.get("sought", {}).get(self.kwargs["key"])

    @cached_property
    def places(self):
        """The group, the placeholder and the line where the person is to stand, as far as the user sees them."""
        visible = {name: model.objects.visible_to(self.request.user) for name, model in PLACES.items()}
        return [rows.filter(pk=self.sought.get(name)).first() for name, rows in visible.items()]

    def get_form_kwargs(self):
        """What was looked for; and who may see the person is at first who may see where they are to stand."""
        filled = {name: self.sought[name] for name in FILLED if self.sought.get(name)}
        group, placeholder, line = self.places
        if levels := [place.confidentiality for place in (group, placeholder, line and line.list) if place]:
            filled["confidentiality"] = Confidentiality.strictest(*levels)
        return {"initial": filled}

    def save(self, form):
        """The person, who stands where they were looked for; in the place of what is made up for training, made up as well."""
        user = self.request.user
        group, placeholder, line = self.places
        if stands_in := (line.list if line else group or placeholder):
            form.instance.synthetic = stands_in.synthetic
        person = super().save(form)
        shown = Person.objects.visible_to(user).filter(pk__in=self.sought["none_of"]).order_by("pk")
        try:
            with transaction.atomic():
                identity.dismiss(person=person, candidates=list(shown), by=user)
                take_place(person, user, *self.places, seen=self.sought.get("seen"))
        except Refused as refused:
            form.refuse(refused)
        return person

    def post(self, request, **kwargs):
        """A search that began on a case leads back there."""
        answer = super().post(request, **kwargs)
        back = (self.sought or {}).get("back") if answer.status_code == 302 else None
        case = RepatriationCase.objects.visible_to(request.user).filter(pk=back).first() if back else None
        return redirect(case) if case else answer
