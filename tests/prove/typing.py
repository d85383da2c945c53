"""Forms sent as a browser would send them, with a record that one does not see named in every field: what a deed looks up by itself."""

from html.parser import HTMLParser

from cases.models import Group, Parcel, Person
from tests.access.addresses import address
from tests.access.test_lists_of_others import leaks
from tests.prove.switches import beyond

NAMED = (Parcel, Person, Group)


class Fields(HTMLParser):
    """What the forms of a page send: {name: what is chosen in it first}, and the names of fields for words."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.words, self.select = {}, set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, kind = said.get("name") or "", said.get("type") or "text"
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and said.get("value"):
            self.sent.setdefault(self.select, said["value"])
        elif tag == "textarea" or (tag == "input" and kind in {"text", "search"}):
            self.words.add(name)
        elif tag == "input" and name and kind not in {"checkbox", "file"}:
            self.sent.setdefault(name, said.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""


def typed(world, actor, route):
    """What a form tells, or does, of a record that is typed into each of its fields."""
    there, found = address(route, world.ours), []
    shown = []
    with beyond(lambda: shown.append(actor.visitor.visit("get", there).text)):
        page = Fields(shown[0])
        for row in (rows[model] for model in NAMED for rows in (world.theirs, world.strict)):
            sent = page.sent | dict.fromkeys(page.words - {""}, row.reference)
            answer = actor.visitor.visit("post", there.partition("?")[0], data=sent)
            told = leaks(world, actor.role, answer, row.reference)
            found += [f"{actor.name}: POST {there} of {row.reference} tells {each}" for each in told]
            if answer.status >= 500:
                found.append(f"{actor.name}: POST {there} of {row.reference} answers {answer.status}")
    return found
