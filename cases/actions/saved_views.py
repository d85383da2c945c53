"""Saved views: kept, changed and taken away by their owner; pinned, and marked as seen, by whoever sees them.

What the filter of a view means is for its list to say (`cases.generic.saved`): here it is text.
"""

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import SavedView, SavedViewLook
from cases.models.saved_view import SEEN


class ViewRefused(Refused):
    """A second view by one name, or one that belongs to somebody else."""


@transaction.atomic
def save_view(*, name, list, query, shared, pinned, by, form_key=None):
    """Keep a list's filter and sort under a name; the same `form_key` twice is one view."""
    with pghistory.context(user=by.pk):
        if form_key and (again := SavedView.objects.filter(form_key=form_key, owner=by).first()):
            return again
        view = SavedView(
            name=name, list=list, query=query, shared=shared, owner=by, created_by=by, office=by.office,
            form_key=form_key, synthetic=by.synthetic,
        )  # fmt: skip
        _store(view)
        pin(view=view, pinned=pinned, by=by)
    return view


@transaction.atomic
def change_view(*, view, name, shared, pinned, by):
    """Another name, shared or not: by its owner alone."""
    with pghistory.context(user=by.pk):
        view = _own(view, by)
        view.name, view.shared = name, shared
        _store(view)
        pin(view=view, pinned=pinned, by=by)
    return view


@transaction.atomic
def delete_view(*, view, by):
    """Take a view away, with what people have seen of it; its history stays."""
    with pghistory.context(user=by.pk):
        _own(view, by).delete()


@transaction.atomic
def pin(*, view, pinned, by):
    """Let a view stand on one's own page of today, or not."""
    if pinned:
        SavedViewLook.objects.update_or_create(view=view, user=by, defaults={"pinned": True})
    else:
        SavedViewLook.objects.filter(view=view, user=by).update(pinned=False)


@transaction.atomic
def mark_seen(*, view, now_in, shown, by):
    """Remember that somebody looked. `now_in`: the ids in the view, at most one more than are remembered; `shown`: those
    that stood before the eyes of who pressed the button, None for all. What came in meanwhile stays new.
    """
    look, _new = SavedViewLook.objects.select_for_update().get_or_create(view=view, user=by)
    beyond = len(now_in) > SEEN
    if look.looked_at is None or look.beyond or shown is None:
        seen = now_in
    else:
        known = {*look.seen, *shown}
        seen = [pk for pk in now_in if pk in known]
    look.seen, look.beyond, look.looked_at = [] if beyond else seen, beyond, timezone.now()
    look.save(update_fields=["seen", "beyond", "looked_at"])
    return look


def _own(view, by):
    row = SavedView.objects.select_for_update(of=("self",)).filter(pk=view.pk).first()
    if row is None:
        raise ViewRefused(_("This view is deleted already."))
    if row.owner_id != by.pk:
        raise ViewRefused(
            _("This view belongs to %(owner)s: save one of your own, and change that.") % {"owner": row.owner}
        )
    return row


def _store(view):
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        if "savedview_name_once" not in str(error):
            raise
        raise ViewRefused(
            _("You have a view of this list called “%(name)s”: choose another name.") % {"name": view.name},
            field="name",
        ) from error
