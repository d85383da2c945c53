"""What no keyboard types and every scanner sends: requests made of the pages' own links and forms, with something wrong in them (R25, R35)."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_plus, urlsplit

from tests.typed import Form

#: As bytes, because some of them are no text at all.
NAUGHTY = [
    b"", b" ", b"\0", b"a\0b", b"\xed\xa0\x80", b"\xff\xfe", b"\xf0\x9f\x98\x80" * 20, b"\xe2\x80\xae\xd7\x90\xd7\x91",
    b"\xe2\x80\xa8", b"\r\n\r\nX: y", b"\x1b[2J", b"'", b"''--", b'"', b"\\", b"%", b"%00", b"_%_", b"1; DROP TABLE x", b"' OR 1=1 --",
    b"{{7*7}}", b"{% load x %}", b"${7*7}", b"<script>alert(1)</script>", b"javascript:alert(1)", b"../../etc/passwd",
    b"-1", b"0", b"00", b"1", b"2147483648", b"9223372036854775808", b"-9223372036854775809", b"1" * 30, b"9" * 5000, b"1e309", b"NaN",
    b"inf", b"0x10", b"1,5", b"1_000", b"\xc2\xb2", b"\xd9\xa1\xd9\xa2", b"true", b"null", b"[]", b"[1]", b"{}", b"*", b"?", b"#",
    b"2025-02-30", b"0000-00-00", b"9999-12-31", b"10000-01-01", b"31.02.2025", b"2025-12-11T25:61", b"late November", b"[..2025]",
    b"11.12", b"XXXX-12-11", b"2025-11-2X", b"2025-12-31/2025-01-01", b"\xd0\xa8\xd0\xb5\xd0\xb2\xd1\x87\xd0\xb5\xd0\xbd\xd0\xba\xd0\xbe",
    b"PCL-", b"PCL-4K7QX", b"PER-00001", b"XXX-00000", b"pcl-\xe2\x80\x8b4k7qx", b"a" * 300, b"\xd0\xb0" * 2000, b"a " * 4000,
    b"(" * 3000, b"e\xcc\x81" * 500, b"\xcc\x80" * 3000, b"\n" * 3000, b"\t", b"-", b"--", b"__", b"id__gt", b"office__id", b"password",
    b"\xe2\x81\xa6x\xe2\x81\xa9", b"\xef\xbb\xbfx", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf",
]  # fmt: skip
LONG = [b"a" * 100_000, b"\xd0\x96" * 50_000, b"1" * 100_000, b"<" * 100_000, b"a\n" * 50_000]
STRANGERS = ["nothing", "id", "office", "office__id", "q", "page", "after", "sort", "about", "list", "query", "form_key", "pick", "version",
             "take", "seen", "csrfmiddlewaretoken", "_method", "next", "reference", "references", "password__startswith", "\u0430"]  # fmt: skip


@dataclass
class Place:
    """An address of the site: the names of its parameters, and the forms of its page that are posted."""

    path: str
    names: set[str] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)


def place(address, html_forms):
    """What can be asked of a page, read from the page itself."""
    found = Place(urlsplit(address).path)
    for form in html_forms:
        if form.method == "get" and form.action in {"", found.path, address}:
            found.names |= {name for name, _value in form.fields}
        elif form.method == "post":
            found.forms.append(form)
    return found


def values(chance):
    return chance.choice(LONG) if chance.random() < 0.02 else chance.choice(NAUGHTY)


def encoded(pairs):
    """Pairs of a name and text or bytes, as a form sends them."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)


def request(places, chance):
    """One request: (method, address, body). Something in it is wrong, the rest is as the page has it."""
    where = chance.choice(places)
    path = where.path
    if chance.random() < 0.15:
        parts = path.split("/")
        spot = chance.randrange(1, len(parts)) if len(parts) > 1 else 0
        parts[spot] = quote_plus(values(chance)[:300]).replace("+", "%20")
        path = "/".join(parts) or "/"
    if where.forms and chance.random() < 0.55:
        form = chance.choice(where.forms)
        return "POST", _target(path, form), encoded(_spoilt(form.fields, chance))
    names = [*where.names, *chance.sample(STRANGERS, 3)]
    asked = [(chance.choice(names), values(chance)[:3000]) for _ in range(chance.randint(1, 4))]
    return "GET", f"{path}?{encoded(asked)}", None


def _target(path, form):
    action = form.action.partition("#")[0]
    return path if not action else action if action.startswith("/") else f"{path}{action}"


def _spoilt(fields, chance):
    pairs = list(fields)
    for _ in range(chance.randint(1, 3)):
        deed = chance.random()
        if pairs and deed < 0.7:
            spot = chance.randrange(len(pairs))
            pairs[spot] = (pairs[spot][0], values(chance))
        elif pairs and deed < 0.8:
            pairs.pop(chance.randrange(len(pairs)))
        elif pairs and deed < 0.9:
            pairs.append((chance.choice(pairs)[0], values(chance)))
        else:
            pairs.append((chance.choice(STRANGERS), values(chance)))
    return pairs


def names_in(address):
    return {name for name, _value in parse_qsl(urlsplit(address).query)}
