"""Whom of ours a received list does not name: not on the list of somebody, as of a day, which is not the same as not held."""

from django.db.models import Exists, OuterRef, Q, Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.generic import RecordExport, RecordList
from cases.lib.dates import show
from cases.lib.matching import LIKELY
from cases.listing import Column
from cases.models import CounterpartLine, LineCandidate, Person
from cases.people.list_filters import OursFilter
from cases.people.list_lines import OfList
from cases.shown import custody


class OursOnly(OfList, RecordList):
    """People of a group, held by a power, or of an operation, who are on no line of the list, as far as it is decided."""

    model = Person
    filterset_class = OursFilter
    template_name = "people/list_ours.html"
    title = gettext_lazy("Ours only")
    nouns = (gettext_lazy("person of ours"), gettext_lazy("people of ours"))
    row_template = "people/_ours_row.html"
    sort = "name"
    sorted_words = {"name": gettext_lazy("By name.")}
    columns = (
        Column("reference", gettext_lazy("Reference")),
        Column("name", gettext_lazy("Name"), "sort_key"),
        Column("born", gettext_lazy("Born"), "born_sort"),
        Column("confirmed", gettext_lazy("Custody")),
        Column("list", gettext_lazy("This list")),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda person: person.reference),
        (gettext_lazy("Name"), lambda person: person.name),
        (gettext_lazy("In Latin letters"), lambda person: person.latin_name),
        (gettext_lazy("Born"), lambda person: show(person.born) if person.born else ""),
        (gettext_lazy("This list"), lambda person: person.not_on),
    )

    def get(self, request, reference):
        return super().get(request)

    @cached_property
    def filterset(self):
        """Of a list about a group that group is meant, of one of people held whom the power holds, unless one says otherwise."""
        return self.filterset_class(
            self.chosen, self.get_queryset(), user=self.request.user, request=self.request
        )

    @cached_property
    def chosen(self):
        asked = self.request.GET
        if {"group", "party", "operation"} & {key for key, value in asked.items() if value}:
            return asked
        standard = asked.copy() if asked else QueryDict(mutable=True)
        if self.received.group_id:
            standard["group"] = self.received.group.reference
        elif self.received.holding_party_id:
            standard["party"] = str(self.received.holding_party_id)
        return standard

    def get_queryset(self):
        on_it = CounterpartLine.objects.filter(list=self.received.pk, state="is")
        likely = LineCandidate.objects.filter(
            line__list=self.received.pk, line__state="open", score__gte=LIKELY
        )
        rows = Person.objects.visible_to(self.request.user).counted().named()
        for some in (on_it, likely):
            one = Q(person=OuterRef("pk")) | Q(person__joined_into=OuterRef("pk"))
            rows = rows.filter(~Exists(some.filter(one)))
        return rows.defer("contact", "address").annotate(not_on=Value(self.not_on))

    def decorate(self, rows):
        found = custody.confirmations(rows, self.request.user)
        for person in rows:
            person.custody = custody.standing(found[person.pk])
        return rows

    @cached_property
    def not_on(self):
        """What can be said of somebody who is not on the list: that, and nothing of where they are."""
        received = self.received
        if received.as_of:
            return _("not on the list of %(sender)s, as of %(day)s") % {
                "sender": received.sender.short, "day": show(received.as_of),
            }  # fmt: skip
        return _("not on the list of %(sender)s") % {"sender": received.sender.short}

    def get_context(self, rows, error):
        context = super().get_context(rows, error) | self.about_list()
        return context | {
            "title": self.received.title, "tabs": self.tabs("ours"), "not_on": self.not_on,
            "nobody_chosen": not self.filterset.active(),
        }  # fmt: skip


class OursOnlyExport(RecordExport, OursOnly):
    pass
