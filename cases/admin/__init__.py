"""The workshop: every record behind Django's admin, within the scope and the rights of whoever looks."""

from cases.admin import (
    calls,
    careful,
    consents,
    evacuations,
    events,
    evidence,
    exports,
    imports,
    lists_received,
    mail,
    people,
    places,
    removal,
    repatriation,
    sources,
    staff,
    tracing,
    visits,
    work,
)

from cases.admin import audit  # isort: skip – it registers the history of all tables above
from cases.admin.site import site

__all__ = [
    "audit", "calls", "careful", "consents", "evacuations", "events", "evidence", "exports", "imports", "lists_received", "mail", "people", "places", "removal", "repatriation",
    "site", "sources", "staff", "tracing", "visits", "work",
]  # fmt: skip
