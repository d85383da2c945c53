"""What is printed and names people: asked for on a page, shown when it is sent, and written down with who took it (R38, R40)."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from cases.actions import exports

#: What is said before a sheet leaves the house.
WARNING = gettext_lazy(
    "The sheet names people. Once it has left, nobody can take it back. That you printed it is kept with your name."
)


def ask(request, *, title, about, back_url, crumbs, warning=WARNING, fields=()):
    """The page before the sheet: a GET writes nothing. `fields` are names and values that are sent along."""
    context = {
        "title": title, "about": about, "back_url": back_url, "crumbs": crumbs, "warning": warning, "fields": fields,
    }  # fmt: skip
    return render(request, "print_form.html", context)


def note(request, *, title, about, rows):
    """Write down that the sheet was shown to be printed. `about` is the record that it is of; None where it is of several."""
    exports.note_printed(
        by=request.user, office=(about and about.office) or request.user.office, list_name=request.resolver_match.url_name,
        title=f"{title} · {about}" if about else str(title), path=request.path, rows=rows,
    )  # fmt: skip
