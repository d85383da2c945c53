"""Files of records: given, taken away to read, declared wrong. Each read asks anew who may see the record (R30)."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import lookup
from cases.access import demand
from cases.actions import Refused, documents
from cases.documents.forms import DocumentForm, WrongForm
from cases.guarded import glass, is_kept_about
from cases.lib.uploads import ENDING_OF, LARGEST
from cases.models import Document, DocumentFile


def add(request, reference):
    """Give a file to a record of any kind."""
    demand(request.user, "add")
    record = lookup.any_record(request.user, reference)
    if record is None:
        raise Http404
    form = DocumentForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        file, facts = form.cleaned_data["file"], form.cleaned_data
        try:
            documents.attach(
                about=record, title=facts["title"], type=facts["type"], name=file.name,
                content=file.read(LARGEST + 1), by=request.user, form_key=facts["form_key"],
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The document is kept."))
            return HttpResponseRedirect(f"{_page(record)}#documents")
    return _show(request, form, record, _("Add a document"), "documents/add.html")


def wrong(request, reference):
    """Say that a document is the wrong one."""
    demand(request.user, "declare_wrong")
    document = get_object_or_404(
        Document.objects.visible_to(request.user), reference=reference, wrong_at=None
    )
    form = WrongForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        documents.declare_wrong(document=document, by=request.user, **form.cleaned_data)
        messages.success(request, _("The document is declared wrong: nobody can open it any more."))
        return HttpResponseRedirect(f"{_page(document.about)}#documents")
    return _show(request, form, document.about, _("Declare the document wrong"), "form.html")


@require_safe
def file(request, reference):
    """The file to keep: never shown by the browser, whatever is in it."""
    demand(request.user, "see_life_critical")
    there = DocumentFile.objects.visible_to(request.user).there().select_related("document")
    kept = get_object_or_404(there, document__reference=reference, document__wrong_at=None)
    name = f"{kept.document.reference}{ENDING_OF.get(kept.media_type, '.bin')}"
    if is_kept_about(request.user, kept.document):
        return HttpResponseRedirect(glass(kept.document.about))
    return HttpResponse(
        bytes(kept.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _page(record):
    return record.get_absolute_url().partition("#")[0]


def _show(request, form, record, title, template):
    context = {
        "form": form, "title": title, "record": record, "cancel_url": _page(record),
        "crumbs": [{"label": record.reference, "url": _page(record)}, {"label": title, "url": ""}],
    }  # fmt: skip
    return render(request, template, context, status=422 if form.errors else 200)
