"""The base views: a list of records with its export, a record's page, and the forms that make and change one."""

import csv
import uuid
from urllib.parse import urlencode

import pghistory
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import DetailView
from pghistory.models import Context

from cases.access import EXPORT_CAP, Allowed, can
from cases.lib.dates import show
from cases.lib.text import formula_safe
from cases.listing import BadPage, Page
from cases.recording import event_form
from cases.shown.changes import changes
from cases.shown.claims import claims_about, conflicts, groups
from cases.shown.timeline import timeline


def address(query, *, drop=(), **changes):
    """The query string with some keys dropped or changed, back on the first page unless a page is asked for."""
    pairs = query.copy()
    for key in {"page", "after", "before", *drop, *changes}:
        pairs.pop(key, None)
    for key, value in changes.items():
        pairs[key] = str(value)
    kept = [(key, value) for key, values in pairs.lists() for value in values if value != ""]
    return f"?{urlencode(kept)}" if kept else "?"


class RecordList(Allowed, View):
    """A list: one FilterSet gives its rows, number and export; all its state is in the address."""

    model = None
    filterset_class = None
    columns = ()
    sort = ""
    row_template = ""
    table_class = "stacked"
    template_name = "list.html"
    title = ""
    nouns = ("", "")
    sorted_words: dict[str, str] = {}
    export_columns: tuple = ()
    add_url = ""
    add_label = ""
    lists: tuple[tuple[str, str], ...] = ()  # (URL name, label) of this list and those that stand beside it

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    @cached_property
    def filterset(self):
        return self.filterset_class(
            self.request.GET, self.get_queryset(), user=self.request.user, request=self.request
        )

    @cached_property
    def page(self):
        query = self.request.GET
        return Page(
            self.filterset.qs, self.columns, query.get("sort") or self.sort, query,
            whole_count=query.get("count") == "exact",
        )  # fmt: skip

    def get(self, request):
        error = ""
        try:
            rows = self.decorate(self.page.rows)
        except BadPage as bad:
            error, rows = str(bad), []
        return render(request, self.template_name, self.get_context(rows, error), status=200)

    def empty(self):
        """What an empty list says: that nothing is recorded, which is not that nothing happened."""
        if self.filterset.active():
            return {
                "title": _("Nothing recorded fits this filter"),
                "text": _("That nothing is recorded does not mean that nothing happened. Take a part out of the filter, "
                          "or show the whole list."),
                "actions": [{"label": _("Show the whole list"), "url": "?"}],
            }  # fmt: skip
        may_add = self.add_url and can(self.request.user, "add")
        return {
            "title": _("Nothing is recorded here yet"),
            "text": _("That nothing is recorded does not mean that nothing happened."),
            "actions": [{"label": self.add_label, "url": reverse(self.add_url)}] if may_add else [],
        }

    def decorate(self, rows):
        """A place to add what a row shows and the query does not give; no query per row."""
        return rows

    def get_context(self, rows, error):
        query = self.request.GET
        page = self.page
        valid = self.filterset.is_valid() and not error

        def link(**keys):
            return address(query, **keys)

        count = page.counted if valid else 0
        return {
            "title": self.title,
            "caption": f"{self.title}: {page.count_text if valid else 0}",
            "filter": self.filterset,
            "filter_count": len(self.filterset.active()),
            "keep": [{"name": "sort", "value": query["sort"]}] if query.get("sort") and valid else [],
            "clear_url": "?",
            "said": {
                "count_text": page.count_text if valid else "0",
                "noun": self.nouns[0] if count == 1 else self.nouns[1],
                "tokens": self.filterset.said(lambda keys: address(query, drop=keys)),
                "sort_text": self.sorted_words.get(page.sort, "") if valid else "",
                "clear_url": "?",
            },
            "list_error": error,
            "rows": rows,
            "columns": page.heads(link) if valid else [],
            "row_template": self.row_template,
            "table_class": self.table_class,
            "page": page.links(link) if valid and rows else None,
            "exact_count_url": link(count="exact") if valid and page.is_capped else "",
            "export_url": f"export/{address(query)}" if valid and can(self.request.user, "export") else "",
            "add_url": reverse(self.add_url) if self.add_url and can(self.request.user, "add") else "",
            "add_label": self.add_label,
            "empty": self.empty(),
            "tabs": [
                {
                    "label": label,
                    "url": reverse(name),
                    "current": name == self.request.resolver_match.url_name,
                }
                for name, label in self.lists
            ],
            "today": timezone.localdate(),
        }


class RecordExport(RecordList):
    """The same list, in the same order, as CSV in UTF-8; formula-safe (R27), capped by role (R40)."""

    action = "export"
    template_name = "export.html"

    def get(self, request):
        return self._ask()

    def post(self, request):
        reason = request.POST.get("reason", "").strip()
        try:
            rows = self.page.ordered
        except BadPage as bad:
            return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
        if not self.filterset.is_valid():
            return HttpResponse(
                _("The filter is not valid: nothing is exported."),
                status=400,
                content_type="text/plain; charset=utf-8",
            )
        if self._too_many:
            raise PermissionDenied
        if self._needs_reason and not reason:
            return self._ask(_("Write what the list is for."))
        self._log(reason)
        name = (
            f"homeward-{request.resolver_match.url_name.removesuffix('_export')}-{timezone.localdate()}.csv"
        )
        response = StreamingHttpResponse(self._lines(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @cached_property
    def _cap(self):
        return EXPORT_CAP[self.request.user.role]

    @property
    def _too_many(self):
        return self.filterset.qs.order_by()[: self._cap + 1].count() > self._cap

    @property
    def _needs_reason(self):
        return self.request.user.role == self.request.user.Role.COORDINATOR

    def _ask(self, error=""):
        context = {
            "title": self.title, "noun": self.nouns[1], "count_text": self.page.count_text, "cap": self._cap,
            "too_many": self._too_many, "needs_reason": self._needs_reason, "error": error,
            "back_url": f"../{address(self.request.GET)}", "valid": self.filterset.is_valid(),
        }  # fmt: skip
        status = 400 if error or not self.filterset.is_valid() else 200
        return render(self.request, self.template_name, context, status=status)

    def _log(self, reason):
        """Who took which list, and why: kept beside the history of changes."""
        Context.objects.create(
            id=uuid.uuid4(),
            metadata={
                "user": self.request.user.pk, "export": self.request.get_full_path(), "reason": reason,
                "rows": self.page.count_text,
            },
        )  # fmt: skip

    def _lines(self, rows):
        writer = csv.writer(_Echo())
        yield "\N{BYTE ORDER MARK}" + writer.writerow([str(label) for label, _value in self.export_columns])
        for row in rows.iterator(chunk_size=500):
            yield writer.writerow([_cell(value(row)) for _label, value in self.export_columns])


class _Echo:
    def write(self, line):
        return line


def _cell(value):
    if value is None:
        return ""
    return value if isinstance(value, int) else formula_safe(str(value))


class Visible:
    """One record by its reference, among those that the user may see; 404 for all others."""

    model = None
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    @cached_property
    def record(self):
        return get_object_or_404(self.get_queryset(), reference=self.kwargs["reference"])


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
            if not form.is_valid():
                return self.show(form, status=422)
            record = self.save_once(form)
            if form.errors:
                transaction.set_rollback(True)
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


class RecordPage(Allowed, Visible, DetailView):
    """A record's page: what matters in view, then what happened, who says what, what belongs to it, its history."""

    template_name = "record.html"
    context_object_name = "record"
    list_url = ""
    list_label = gettext_lazy("Records")
    edit_url = ""

    def get_object(self, queryset=None):
        return self.record

    @cached_property
    def today(self):
        return timezone.localdate()

    def evidence_records(self):
        """The records whose claims belong on this page."""
        return (self.record,)

    def get_claims(self):
        return claims_about(self.request.user, *self.evidence_records())

    def subtitle(self):
        return self.record.status_label

    def facts(self):
        return []

    def extras(self, claims):
        """What this kind of record shows besides."""
        return {}

    def contested_fact(self):
        number = self.record.contested
        if not number:
            return {"label": _("Contested"), "value": _("no")}
        text = ngettext("%(number)s question", "%(number)s questions", number) % {"number": number}
        return {
            "label": _("Contested"),
            "chip": {"tone": "split", "mark": "differ", "text": text},
            "url": "#conflicts",
        }

    def planned_fact(self):
        planned = self.record.planned
        if not planned:
            return {"label": _("Next planned"), "value": _("nothing planned")}
        if planned.latest and planned.latest < self.today:
            chip = {
                "tone": "warn",
                "mark": "missed",
                "text": _("%(date)s passed, nothing recorded") % {"date": show(planned)},
            }
            return {"label": _("Next planned"), "chip": chip}
        return {"label": _("Next planned"), "date": planned}

    def get_context_data(self, **kwargs):
        user, record = self.request.user, self.record
        claims = self.get_claims()
        events, more = timeline(record, self.today, claims, may_correct=can(user, "declare_wrong"))
        conflict_panels = conflicts(claims, may_settle=can(user, "change"))
        may_record = can(user, "record_event")
        context = {
            "crumbs": [
                {"label": self.list_label, "url": reverse(self.list_url)},
                {"label": record.reference, "url": ""},
            ],
            "subtitle": self.subtitle(),
            "facts": [{"label": record.reference, "value": record.status_label}, *self.facts()],
            "tabs": self._tabs(events, conflict_panels, claims, may_record),
            "timeline": events,
            "more_events": more,
            "conflicts": conflict_panels,
            "claim_groups": groups(claims),
            "history": changes(record, user),
            "follow_ups": list(
                record.followups.filter(done_at=None).select_related("owner").order_by("due_on")[:10]
            ),
            "event_form": self.event_form() if may_record else None,
            "edit_url": reverse(self.edit_url, args=[record.reference])
            if self.edit_url and can(user, "change")
            else "",
            "today": self.today,
            "may_record": may_record,
            "open_places": None,
            "board": None,
            "related": [],
            "sections": [],
        }
        return super().get_context_data(**(context | self.extras(claims) | kwargs))

    def event_form(self):
        return event_form(self.request.user, self.record)

    def _tabs(self, events, conflict_panels, claims, may_record):
        happened = sum(1 for item in events if not item.get("now"))
        tabs = [{"label": _("Events"), "url": "#events", "count": happened}]
        if conflict_panels:
            tabs.append(
                {"label": _("Claims in conflict"), "url": "#conflicts", "count": len(conflict_panels)}
            )
        if claims:
            tabs.append({"label": _("Who says what"), "url": "#claims", "count": len(claims)})
        if may_record:
            tabs.append({"label": _("Record an event"), "url": "#record"})
        tabs.append({"label": _("Changes"), "url": "#history"})
        return tabs
