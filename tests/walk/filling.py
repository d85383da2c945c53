"""A form filled in by somebody who does not care: the least that each control takes."""

from cases import lookup
from cases.models import User


def filled(form):
    """What the form would send with something in each empty field."""
    data = form.data
    for name, control in form.controls.items():
        kind = control.get("type", "text") if control["tag"] == "input" else control["tag"]
        if kind in {"hidden", "submit", "file", "button"} or data.get(name):
            continue
        if kind in {"checkbox", "radio"}:
            continue
        if control["tag"] == "select":
            value = next((option for option in control["options"] if option), "")
        elif control.get("data-lookup"):
            value = some(control["data-lookup"].strip("/").split("/")[-1])
        elif "data-date-reading" in control:
            value = "3 March 2025"
        elif kind == "date":
            value = "2027-03-03"
        elif kind == "number":
            value = control.get("min") or "1"
        else:
            value = "Some words"
        data[name] = value
    return data


def some(kind):
    """The reference of a record that the field could mean."""
    if kind not in lookup.KINDS:
        kind = "parcel"
    model = lookup.KINDS[kind].model
    rows = model._default_manager.order_by("pk")
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(User.objects.get(username="coordinator"))
    row = rows.first()
    return lookup.value_of(row) if row else ""
