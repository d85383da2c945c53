"""The forms of a page as a browser reads them: where each goes, and what it would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """`fields` are (name, value) in the order of the page; `buttons` are those that send a value of their own.

    `controls` says of each name what the page says of its control: the attributes, the tag, the options.
    """

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    controls: dict[str, dict] = field(default_factory=dict)

    @property
    def data(self):
        """What it would send, each name once or as a list."""
        found = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.by_id, self.select, self.text = [], {}, None, None

    def form_of(self, attrs):
        if "form" in attrs:
            return self.by_id.get(attrs["form"])
        return self.forms[-1] if self.forms and self.forms[-1].open else None

    def handle_starttag(self, tag, pairs):
        attrs = {name: value or "" for name, value in pairs}
        name = attrs.get("name", "")
        if tag == "form":
            form = Form(attrs.get("action", ""), attrs.get("method", "get").lower())
            form.open = True
            self.forms.append(form)
            self.by_id[attrs.get("id", "")] = form
            return
        form = self.form_of(attrs)
        if form is None or "disabled" in attrs:
            return
        if name and tag in {"input", "select", "textarea"}:
            form.controls.setdefault(name, attrs | {"tag": tag, "options": []})
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in {"submit", "image"}:
                form.buttons.append((name, attrs.get("value", "")))
            elif kind == "file" or (kind in {"checkbox", "radio"} and "checked" not in attrs):
                return
            else:
                form.fields.append((name, attrs.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "button" and name and attrs.get("type", "submit") == "submit":
            form.buttons.append((name, attrs.get("value", "")))
        elif tag == "textarea" and name:
            self.text = (form, name, [])
        elif tag == "select" and name:
            self.select = (form, name, "multiple" in attrs, [], [])
        elif tag == "option" and self.select:
            self.select[3].append(attrs.get("value", ""))
            self.select[0].controls[self.select[1]]["options"].append(attrs.get("value", ""))
            if "selected" in attrs:
                self.select[4].append(attrs.get("value", ""))

    def handle_data(self, data):
        if self.text:
            self.text[2].append(data)

    def handle_endtag(self, tag):
        if tag == "form" and self.forms:
            self.forms[-1].open = False
        elif tag == "textarea" and self.text:
            form, name, parts = self.text
            form.fields.append((name, "".join(parts).removeprefix("\n")))
            self.text = None
        elif tag == "select" and self.select:
            form, name, several, all_of_them, chosen = self.select
            chosen = chosen or ([] if several else all_of_them[:1])
            form.fields += [(name, value) for value in chosen]
            self.select = None


def forms_of(html):
    """Every form of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def main_form(html):
    """The form of a page that makes or changes something: the longest one that posts."""
    return max((form for form in forms_of(html) if form.method == "post"), key=lambda form: len(form.fields))
