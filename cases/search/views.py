"""One box for everything: people by any spelling, records by their numbers, and what has the words."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed, can
from cases.actions import calls
from cases.finding.people import Search, once_each
from cases.finding.reasons import phrases
from cases.lib import text as texts
from cases.lib.names.compare import LIKELY, POSSIBLE, SAME
from cases.search.numbers import by_number
from cases.search.titles import by_words

LONGEST = 200
SHOWN = 10


class SearchPage(Allowed, View):
    """What the box finds; who searched for what is written down as each page is (`cases.reading`, D35)."""

    def get(self, request):
        typed = texts.clean(request.GET.get("q", ""))
        words, exact = typed[:LONGEST], bool(request.GET.get("exact"))
        context = {"title": _("Search"), "words": words, "exact": exact, "searched": bool(words), "notes": []}
        context |= {"may_record": can(request.user, "record_event"), "called_about": calls.KINDS}
        if words:
            context |= self.answer(words, exact)
        if len(typed) > LONGEST:
            context["notes"].append(_("That is longer than any name: the first %(number)s characters were looked for.")
                                    % {"number": LONGEST})  # fmt: skip
        return render(request, "search/search.html", context)

    def answer(self, words, exact):
        user = self.request.user
        numbered = by_number(user, words)
        search = Search(user, words, exact=exact)
        hits = once_each(search.hits(3 * SHOWN))
        sections = by_words(user, words)
        whole = reverse("people", query={"q": words[:100]}) if hits and not exact else ""
        return {
            "numbered": numbered,
            "hits": [line(hit) for hit in hits[:SHOWN]],
            "hits_number": number_of_people(len(hits), SHOWN),
            "people_url": whole,
            "sections": sections,
            "nothing": not (hits or sections or numbered.records),
            "empty": self.empty(words, exact),
            "notes": [*notes(search, exact)],
        }

    def empty(self, words, exact):
        """What it says that nothing is found."""
        advice = _("That nothing is recorded does not mean that nothing happened. Try another part of the name: family "
                   "name or given name alone, in any script.")  # fmt: skip
        if sum(letter.isalnum() for letter in words) < 2:
            advice = _(
                "Type at least two letters of a name, three of other words, or a whole reference or number."
            )
        actions = []
        if exact:
            actions.append(
                {"label": _("Look for other spellings as well"), "url": reverse("search", query={"q": words})}
            )
        if can(self.request.user, "add"):
            actions.append({"label": _("Record a person"), "url": reverse("person_add")})
        return {"title": _("Nothing on record is found by this"), "text": advice, "actions": actions}


def notes(search, exact):
    """How the words were read, where that is not plain."""
    if search.of_place:
        yield _("“%(name)s” is read as a place as well: whoever fits the other words and was born or last lived there is found too.") % {"name": search.place_name}  # fmt: skip
    if exact:
        yield _("Only the same letters were looked for.")


def number_of_people(number, shown):
    if number <= shown:
        return str(number)
    return _("the best %(shown)s") % {"shown": shown}


def line(hit):
    """One person found, in words."""
    person = hit.person
    other = hit.name if hit.name not in (person.name, person.latin_name, person.label) else ""
    return {
        "person": person,
        "as": other,
        "likeness": likeness(hit.score),
        "score": hit.score,
        "why": phrases(hit.reasons),
    }


def likeness(score):
    """How well a name fits, in a word: the same for the same score whatever else was found."""
    if score >= SAME:
        return _("same name")
    if score >= LIKELY:
        return _("likely")
    return _("possible") if score >= POSSIBLE else _("far")
