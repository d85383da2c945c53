"""The wishes of all the people of an evacuation on one page: how they were asked once, and a row for each."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases.access import Allowed
from cases.actions import Refused, wishes
from cases.generic.visible import Visible
from cases.lib import text
from cases.models import Evacuation, Evacuee
from cases.wishes.forms import RowForm, SurveyForm

ON_A_PAGE = 100


class Survey(Allowed, Visible, View):
    """Asks a page of an evacuation's people; whoever has no wish chosen is left as they are."""

    action = "record_event"
    model = Evacuation
    title = gettext_lazy("Record wishes")

    def get(self, request, reference):
        return self.show(SurveyForm(user=request.user), [RowForm(evacuee=evacuee) for evacuee in self.people])

    def post(self, request, reference):
        form = SurveyForm(request.POST, user=request.user)
        rows = [RowForm(_cleaned(request.POST), evacuee=evacuee) for evacuee in self.people]
        if not all([form.is_valid(), *[row.is_valid() for row in rows]]):
            return self.show(form, rows, status=422)
        asked = [row for row in rows if row.cleaned_data["wish"]]
        if not asked:
            form.add_error(None, _("No wish is chosen: choose one in at least one row."))
            return self.show(form, rows, status=422)
        made = self.recorded(form, asked)
        if made is None:
            return self.show(form, rows, status=422)
        words = ngettext("%(number)s wish is recorded.", "%(number)s wishes are recorded.", len(made))
        messages.success(request, words % {"number": len(made)})
        return HttpResponseRedirect(self.record.get_absolute_url())

    def recorded(self, form, asked):
        """All of them in one transaction, or None with the refusals at their rows."""
        common = {"how": "", "heard_by": ""} | form.circumstances()
        key = form.cleaned_data["form_key"] or uuid.uuid4()
        try:
            with transaction.atomic():
                common |= form.basis(_("Wishes recorded. %(note)s") % {"note": form.cleaned_data["note"]})
                entries = [(row.evacuee, common | row.facts()) for row in asked]
                return wishes.record_survey(entries=entries, by=self.request.user, form_key=key)
        except wishes.SurveyRefused as refused:
            self.tell(form, asked, refused)
        except Refused as refused:
            form.refuse(refused)
        return None

    def tell(self, form, asked, refused):
        """What is wrong with what all share is said there; the rest at its row."""
        for row in asked:
            why = refused.rows.get(row.evacuee.pk)
            if why is None:
                continue
            if why.field in form.fields and not row.cleaned_data.get(why.field):
                if why.field not in form.errors:
                    form.add_error(why.field, str(why))
            else:
                row.refuse(why)

    @cached_property
    def number(self):
        asked = self.request.GET.get("page", "1")
        if not asked.isascii() or not asked.isdecimal() or len(asked) > 6 or int(asked) < 1:
            raise Http404
        return int(asked)

    @cached_property
    def people(self):
        """Those of this page whose state allows a wish."""
        rows = Evacuee.objects.visible_to(self.request.user).filter(evacuation=self.record)
        rows = rows.select_related("person", "evacuation").order_by("person__sort_key", "pk")
        found = list(rows[(self.number - 1) * ON_A_PAGE : self.number * ON_A_PAGE + 1])
        self.more = len(found) > ON_A_PAGE
        return [evacuee for evacuee in found[:ON_A_PAGE] if wishes.can_be_recorded(evacuee)]

    def show(self, form, rows, status=200):
        url = self.record.get_absolute_url()
        if any(row.errors for row in rows):
            form.add_error(None, _("Some rows are not right: see the sentence in each of them."))
        context = {
            "form": form, "rows": rows, "record": self.record, "title": self.title, "cancel_url": url,
            "next_page": self.number + 1 if self.more else None,
            "previous_page": self.number - 1,
            "crumbs": [
                {"label": _("Evacuations"), "url": reverse("evacuations")},
                {"label": self.record.reference, "url": url}, {"label": self.title, "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "wishes/survey.html", context, status=status)


def _cleaned(data):
    """What is typed in the rows, without what no keyboard types."""
    data = data.copy()
    for name in data:
        data[name] = text.clean(data[name])
    return data
