"""The page of a source: what was taken from it, the chain that it is in, how far it is trusted, and the copy that is kept."""

from mimetypes import guess_extension
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, IntegerField, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cases.access import can, demand
from cases.evidence.pages import NOT_STATED, EvidencePage, dated
from cases.guarded import KEPT, claimed, gives_copy, kept_from, sees_places
from cases.models import Claim, Event, Source, SourceAssessment, Statement, StoredCopy
from cases.models.about import KINDS
from cases.shown.relays import chain
from cases.shown.sections import section

KIND = SourceAssessment.Kind
IN_SHORT = 3  # claims of a statement


class SourcePage(EvidencePage):
    model = Source
    template_name = "evidence/source.html"
    list_url, list_label = "sources", gettext_lazy("Sources")

    def get_queryset(self):
        return super().get_queryset().select_related("publisher", "created_by")

    def facts(self):
        source = self.record
        reliability = {
            "label": _("Reliability"),
            "value": source.get_reliability_display(),
            "url": "#ratings",
        }
        return [
            {"label": source.reference, "value": source.get_type_display()},
            dated(_("Published"), source.published),
            {"label": _("Publisher"), "value": source.publisher},
            {"label": _("Language"), "value": source.language or NOT_STATED},
            dated(_("Retrieved"), source.retrieved_on),
            reliability if self.ratings else reliability | {"url": ""},
        ]

    @cached_property
    def ratings(self):
        """What people judged of it, latest first."""
        return list(self.record.assessments.select_related("recorded_by").order_by("-sequence"))

    def extras(self):
        source, user = self.record, self.request.user
        withdrawal = next((each for each in self.ratings if each.kind == KIND.WITHDRAWN), None)
        may_judge = can(user, "change")
        return {
            "statements": self.statements(),
            "chain": chain(user, source),
            "ratings": self.ratings,
            "withdrawal": withdrawal if source.withdrawn else None,
            "copy": self.copy(),
            "cited": cited_by(user, source),
            "add_url": f"{reverse('statement_add')}?source={source.reference}" if can(user, "add") else "",
            "judge_urls": {
                kind: reverse("source_judge", args=[source.reference, kind]) for kind in KIND.values if may_judge
            },
        }  # fmt: skip

    def statements(self):
        user, places = self.request.user, sees_places(self.request.user)
        claims = Claim.objects.visible_to(user).with_speaker().prefetch_related(*KINDS, "assessments")
        rows = Statement.objects.visible_to(user).filter(source=self.record).select_related("speaker")
        rows = rows.prefetch_related(Prefetch("claims", claims.order_by("sequence"), to_attr="seen"))
        kept = self.kept_people()
        table = section(
            "statements", _("What was taken from it"), rows.order_by("-said_sort", "pk"),
            [_("What was said"), (_("Speaker"), lambda s: s.speaker.short), (_("Said"), lambda s: s.said),
             (_("The speaker"), lambda s: s.get_modality_display()),
             (_("Claims"), lambda s: in_short(s.seen, places, kept))],
            url=f"{reverse('statements')}?{urlencode({'source': self.record.reference})}",
            none=_("No statement of this source is recorded yet."),
        )  # fmt: skip
        for row in table["rows"]:
            row["name"] = Truncator(row["record"].text).words(30)
        return table

    def kept_people(self):
        """Of the people of whom the source tells something, those whose facts are kept from this user."""
        ways = ("person", "repatriation_case__person", "evacuee__person", "tracing_request__person")
        claims = Claim.objects.filter(statement__source=self.record).exclude(place=None)
        return kept_from(
            self.request.user, (pk for keys in claims.order_by().values_list(*ways) for pk in keys)
        )

    def copy(self):
        """The stored copy without its content."""
        size = Func(F("content"), function="octet_length", output_field=IntegerField())
        copies = StoredCopy.objects.filter(source=self.record).defer("content").annotate(size=size)
        copy = copies.select_related("recorded_by").first()
        return copy and {"row": copy, "size": filesizeformat(copy.size),
                         "url": reverse("source_copy", args=[self.record.reference]),
                         "kept": "" if gives_copy(self.request.user, self.record) else KEPT}  # fmt: skip


def in_short(claims, places, kept):
    """The claims of a statement in a cell: what each answers, and its value."""
    said = []
    for claim in claims[:IN_SHORT]:
        claim.closed = (claim.person_id or getattr(claim.about, "person_id", None)) in kept
        words = f"{claim.get_aspect_display()}: {claimed(claim, places=places)}"
        withdrawn = any(judged.kind == "withdrawn" for judged in claim.assessments.all())
        said.append(_("%(claim)s (withdrawn)") % {"claim": words} if withdrawn else words)
    if more := len(claims[IN_SHORT:]):
        said.append(ngettext("%(more)s more", "%(more)s more", more) % {"more": more})
    return "; ".join(said)


def cited_by(user, source):
    """What cites a source that the user may see, so that it cannot be deleted: how many of each, and where they are."""
    taken = {"source": source.reference}
    said = Statement.objects.visible_to(user).filter(source=source)
    return [
        {"text": text, "url": url} for text, url in (
            (number(said, "%(number)s statement", "%(number)s statements"),
             f"{reverse('statements')}?{urlencode(taken)}"),
            (number(Claim.objects.visible_to(user).filter(statement__source=source),
                    "%(number)s claim", "%(number)s claims"),
             f"{reverse('statements')}?{urlencode(taken | {'claims': 'yes'})}"),
            (number(Event.objects.visible_to(user).filter(statement__source=source),
                    "%(number)s event", "%(number)s events"), ""),
            (number(Source.objects.visible_to(user).relaying(source), "%(number)s source", "%(number)s sources"),
             f"{reverse('sources')}?{urlencode({'relays': source.reference})}"),
        ) if text
    ]  # fmt: skip


def number(rows, one, many):
    count = rows.order_by().count()
    return ngettext(one, many, count) % {"number": count} if count else ""


@require_safe
def copy(request, reference):
    """The stored copy as a file to keep: never shown by the browser, whatever is in it."""
    demand(request.user, "view")
    source = get_object_or_404(Source.objects.visible_to(request.user), reference=reference)
    if not gives_copy(request.user, source):
        raise PermissionDenied
    kept = get_object_or_404(StoredCopy, source=source)
    name = f"{source.reference}{guess_extension(kept.media_type) or '.bin'}"
    return HttpResponse(
        bytes(kept.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
