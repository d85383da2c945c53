"""Saving, changing and deleting a view; pinning it; and marking as seen what is in it now."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import demand
from cases.actions import Refused, saved_views
from cases.generic import RecordAdd, RecordEdit
from cases.generic.known import opened
from cases.generic.saved import Opened, kept_query, sentence, why_not
from cases.listing import CAP
from cases.models import SavedView
from cases.models.saved_view import LONGEST_QUERY
from cases.today.forms import SavedViewForm

LONGEST_NAME = SavedView._meta.get_field("name").max_length


class OfAView:
    """What the forms of a view have in common: they say which list it is, and how its filter reads."""

    form_class = SavedViewForm
    action = "save_view"
    template_name = "today/save.html"
    list_url, list_label = "saved_views", gettext_lazy("Saved views")

    def show(self, form, status=200):
        listing = self.listing
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "list_title": listing.title if listing else "", "said": sentence(listing.filterset) if listing else "",
            "why_not": why_not(listing) if listing else _("This list is no longer there, or not for your role."),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)

    def refused(self, form, deed):
        try:
            return deed()
        except Refused as refused:
            form.refuse(refused)
            return None

    def saved_words(self, record):
        return _("The view “%(name)s” is saved.") % {"name": record.name}


class SavedViewAdd(OfAView, RecordAdd):
    """The address of a list, from its link "Save this view", gets a name; a filter that shows no rows of its own list cannot."""

    title = gettext_lazy("Save this view")

    @cached_property
    def query(self):
        query = self.request.GET.get("query", "")
        if len(query) > LONGEST_QUERY:
            raise Http404
        return kept_query(query)

    @cached_property
    def listing(self):
        listing = opened(self.request.GET.get("list", ""), self.request.user, self.query)
        if listing is None:
            raise Http404
        return listing

    def get(self, request, **kwargs):
        return self.show(self.get_form(), status=422 if why_not(self.listing) else 200)

    def get_form_kwargs(self):
        if why_not(self.listing):
            return {}
        said = sentence(self.listing.filterset) or str(self.listing.title)
        return {"initial": {"name": f"{said[:1].upper()}{said[1:]}"[:LONGEST_NAME], "pinned": True}}

    def save(self, form):
        if problem := why_not(self.listing):
            form.add_error(None, problem)
            return None
        given = form.cleaned_data
        return self.refused(form, lambda: saved_views.save_view(
            name=given["name"], list=self.request.GET["list"], query=self.query, shared=given.get("shared", False),
            pinned=given["pinned"], by=self.request.user, form_key=given["form_key"],
        ))  # fmt: skip

    def cancel_url(self):
        return f"{reverse(self.request.GET['list'])}?{self.query}"


class SavedViewEdit(OfAView, RecordEdit):
    """Another name, shared or not: by its owner alone; others do not find the page."""

    title = gettext_lazy("Edit the view")

    def get_queryset(self):
        return super().get_queryset().owned_by(self.request.user)

    @cached_property
    def listing(self):
        return opened(self.record.list, self.request.user, self.record.query)

    def get_form_kwargs(self):
        pinned = self.record.looks.of(self.request.user).filter(pinned=True).exists()
        return {"instance": self.record, "initial": {"pinned": pinned}}

    def save(self, form):
        given = form.cleaned_data
        return self.refused(form, lambda: saved_views.change_view(
            view=self.record, name=given["name"], shared=given.get("shared", self.record.shared), pinned=given["pinned"],
            by=self.request.user,
        ))  # fmt: skip

    def cancel_url(self):
        return reverse("saved_views")


def found(request, reference):
    """A view that this person sees, with what they have seen of it."""
    demand(request.user, "save_view")
    return get_object_or_404(
        SavedView.objects.visible_to(request.user).with_looks_of(request.user), reference=reference
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, reference):
    """Asks once more; its history stays."""
    demand(request.user, "save_view")
    view = get_object_or_404(
        SavedView.objects.owned_by(request.user).visible_to(request.user), reference=reference
    )
    if request.method == "POST":
        saved_views.delete_view(view=view, by=request.user)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
        return redirect("saved_views")
    others = view.looks.exclude(user=request.user).count()
    changes = [_("The view is gone from the list of views and from your page of today.")]
    if view.shared:
        changes.append(ngettext(
            "It is gone for everybody in the office; %(number)s other person has used it.",
            "It is gone for everybody in the office; %(number)s other people have used it.", others,
        ) % {"number": others})  # fmt: skip
    confirm = {
        "title": _("Delete a view"), "question": _("Delete the view “%(name)s”?") % {"name": view.name},
        "changes": changes, "stays": [_("All records stay as they are."), _("That the view was there stays in the history.")],
        "button": _("Delete the view"), "cancel_url": reverse("saved_views"), "cancel_label": _("Keep it"), "danger": True,
    }  # fmt: skip
    return render(request, "_parts/_confirm.html", {"confirm": confirm})


@require_POST
def pin(request, reference):
    """On one's own page of today, or not."""
    view = found(request, reference)
    saved_views.pin(view=view, pinned="pin" in request.POST, by=request.user)
    return redirect("saved_views")


@require_POST
def seen(request, reference):
    """Somebody has looked: what stands in the view now is no longer new to them, save what came in since the page was shown."""
    view = found(request, reference)
    listed = Opened(view, request.user)
    shown = request.POST.get("new")
    shown = (
        None
        if shown is None
        else {int(word[:19]) for word in shown.split(",")[:CAP] if word.isascii() and word.isdigit()}
    )
    saved_views.mark_seen(view=view, now_in=listed.ids, shown=shown, by=request.user)
    messages.success(
        request, _("Marked as seen. Whatever comes into “%(name)s” from now on is new.") % {"name": view.name}
    )
    return redirect(view)
