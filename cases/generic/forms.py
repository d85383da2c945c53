"""The forms that make and change a record."""

import uuid

import pghistory
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed
from cases.generic.visible import Visible


def refusal_of(record, error):
    """The sentence of the database constraint that refused a record; forms cannot check those with its office."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    found = (constraint for constraint in record._meta.constraints if constraint.name == name)
    return next((constraint.get_violation_error_message() for constraint in found), "")


class RecordForm(Allowed, View):
    """A page with one form that makes or changes a record; what was typed stays when it is refused."""

    form_class = None
    template_name = "form.html"
    title = ""
    list_url = ""
    list_label = ""

    def get_form(self, data=None):
        return self.form_class(data, user=self.request.user, **self.get_form_kwargs())

    def get_form_kwargs(self):
        return {}

    def get(self, request, **kwargs):
        return self.show(self.get_form())

    def post(self, request, **kwargs):
        with transaction.atomic(), pghistory.context(user=request.user.pk):
            form = self.get_form(request.POST)
            record = self.save_once(form) if form.is_valid() else None
            if form.errors:
                transaction.set_rollback(True)
        if form.errors:
            return self.show(form, status=422)
        messages.success(request, self.saved_words(record))
        return HttpResponseRedirect(record.get_absolute_url())

    def save_once(self, form):
        """Save; a form that another process is saving at the same moment is the same record (R46)."""
        try:
            with transaction.atomic():
                return self.save(form)
        except IntegrityError as error:
            again = self.made_already(self.request.POST.get("form_key", ""))
            sentence = refusal_of(form.instance, error)
            if again is None and not sentence:
                raise
            if again is None:
                form.add_error(None, sentence)
            return again

    def made_already(self, form_key):
        """The record that this form made before, if it makes one."""
        return

    def save(self, form):
        return form.save()

    def saved_words(self, record):
        return _("%(record)s is saved.") % {"record": record}

    def crumbs(self):
        return [{"label": self.list_label, "url": reverse(self.list_url)}, {"label": self.title, "url": ""}]

    def show(self, form, status=200):
        context = {
            "form": form,
            "title": self.title,
            "crumbs": self.crumbs(),
            "cancel_url": self.cancel_url(),
        }
        return render(self.request, self.template_name, context, status=status)

    def cancel_url(self):
        return reverse(self.list_url)


class RecordAdd(RecordForm):
    """Make a record of the user's own office, once for each form that is sent (R46)."""

    action = "add"

    def post(self, request, **kwargs):
        again = self.made_already(request.POST.get("form_key", ""))
        return HttpResponseRedirect(again.get_absolute_url()) if again else super().post(request, **kwargs)

    def made_already(self, form_key):
        """What this person made with the same form; asked first, because the form now finds it there already."""
        try:
            key = uuid.UUID(form_key)
        except ValueError:
            return None
        return self.form_class._meta.model.objects.filter(form_key=key, created_by=self.request.user).first()

    def save(self, form):
        form.instance.office = self.request.user.office
        form.instance.created_by = self.request.user
        form.instance.form_key = form.cleaned_data["form_key"]
        return form.save()


class RecordEdit(Visible, RecordForm):
    """Change a record; refused when somebody else changed it meanwhile (R45)."""

    action = "change"

    @property
    def model(self):
        return self.form_class._meta.model

    def get_form_kwargs(self):
        return {"instance": self.record}

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]
