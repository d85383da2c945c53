"""The list of imports, and the page on which a file is given."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import demand
from cases.actions.imports import asking
from cases.exchange.filters import ImportFilter
from cases.exchange.forms import UploadForm
from cases.exchange.words import COLUMNS, GUIDES
from cases.generic import RecordExport, RecordList
from cases.listing import Column
from cases.models import ImportBatch


class ImportList(RecordList):
    model = ImportBatch
    filterset_class = ImportFilter
    title = gettext_lazy("Imports")
    nouns = (gettext_lazy("import"), gettext_lazy("imports"))
    row_template = "exchange/_batch_row.html"
    sort = "-recorded"
    sorted_words = {"-recorded": gettext_lazy("Latest first.")}
    add_url, add_label = "import_batch_add", gettext_lazy("Import a list")
    lists = (
        ("parcels", gettext_lazy("Parcels")), ("consignments", gettext_lazy("Consignments")),
        ("import_batches", gettext_lazy("Imports")),
    )  # fmt: skip
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("file", gettext_lazy("File")),
        Column("consignment", gettext_lazy("Consignment")),
        Column("state", gettext_lazy("State")),
        Column("new", gettext_lazy("New"), end=True),
        Column("changed", gettext_lazy("Changed"), end=True),
        Column("errors", gettext_lazy("Errors"), end=True),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda batch: batch.reference),
        (gettext_lazy("What is listed"), lambda batch: batch.get_type_display()),
        (gettext_lazy("File"), lambda batch: batch.file_name),
        (gettext_lazy("Consignment"), lambda batch: batch.consignment.reference if batch.consignment else ""),
        (gettext_lazy("State"), lambda batch: batch.get_state_display()),
        (gettext_lazy("New"), lambda batch: batch.new),
        (gettext_lazy("Changed"), lambda batch: batch.changed),
        (gettext_lazy("Unchanged"), lambda batch: batch.unchanged),
        (gettext_lazy("Skipped"), lambda batch: batch.skipped),
        (gettext_lazy("Errors"), lambda batch: batch.errors),
        (gettext_lazy("Owner"), lambda batch: batch.owner),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("consignment", "owner").defer("content")


class ImportExport(RecordExport, ImportList):
    pass


def add(request):
    """Give a file for a consignment; its check begins in the background."""
    demand(request.user, "import")
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            cleaned = form.cleaned_data
            batch = asking.begin(
                type=cleaned["type"], consignment=cleaned["consignment"], file_name=cleaned["file"].name, content=cleaned["file"].read(),
                by=request.user, form_key=cleaned["form_key"],
            )  # fmt: skip
            return HttpResponseRedirect(batch.get_absolute_url())
    else:
        form = UploadForm(
            user=request.user,
            initial={
                name: request.GET[name][:200] for name in ("type", "consignment") if name in request.GET
            },
        )
    context = {
        "form": form, "title": _("Import a list"),
        "crumbs": [{"label": _("Imports"), "url": reverse("import_batches")}, {"label": _("Import a list"), "url": ""}],
        "guides": [
            {
                "kind": kind,
                "label": kind.label,
                "columns": [
                    {"label": COLUMNS[name], "heads": heads, "cells": cells} for name, heads, cells in GUIDES[kind]
                ],
            }
            for kind in ImportBatch.Kind
        ],
    }  # fmt: skip
    return render(request, "exchange/add.html", context, status=422 if form.errors else 200)
