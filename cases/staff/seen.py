"""Which members of staff somebody may see: all of them, or those of the own office."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.models import User


def staff_seen_by(user):
    rows = User.objects.select_related("office")
    if user.role == User.Role.COORDINATOR:
        return rows.filter(office_id=user.office_id) if user.office_id else rows.none()
    return rows


def seen(model, user, pk):
    """One invitation or reset by its number, or 404."""
    rows = model.objects.visible_to(user).select_related("office", "asked_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def member_of_staff(user, pk):
    row = staff_seen_by(user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
