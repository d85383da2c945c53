"""Our own words characterise nobody (domain.md, principle 5): such words stand only in what a speaker is quoted with."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

#: Beginnings of words that take a side or judge, in the three languages of the sources.
JUDGING = {
    "en": """
        rescu liberat deport enemy enemies occupier occupying invader aggressor evil hostage terroris regime(?!nt) kidnap abduct
        traitor collaborator hero heroes heroic brutal barbar atroc heinous militant nazi fascis orcs captur seized looted
        puppet propagand filtrat forcibl savage butcher murder illegal shameful treacher saviour savior
    """,
    "uk": """
        врятов рятува порятун визвол звільнил депорт ворог ворож окупант загарбник агресор заручник терорист викраден
        викрад вивезл зрадник колаборант нацис фашис бойовик орки герой геро звірств катів примусов силоміць
    """,
    "ru": """
        спасл спасен спасён освободил депорт враг враж оккупант захватчик агрессор заложник террорист похищ похити угнан
        вывезл предател коллаборант нацист нацизм фашист фашизм боевик геро зверств карател насильн принудительн
    """,
}
#: Words that are the field's own terms, with the reason why they may stand.
ALLOWED = {
    "captured or interned": "the event from which the card of GC III art. 70 and GC IV art. 106 is due",
    "captured": "the stored name of that event (cases/lib/workflows.py, cases/demo/paths.py)",
    "capture or internment card": "the card of GC III art. 70 and GC IV art. 106",
    "capture card": "the same card, in short",
    "capture_card": "its stored name",
    "display-capture": "what the Permissions-Policy calls a picture of the screen (cases/middleware.py)",
}
TERMS = re.compile("|".join(sorted(map(re.escape, ALLOWED), key=len, reverse=True)), re.IGNORECASE)
STEMS = re.compile(rf"\b(?:{'|'.join(' '.join(JUDGING.values()).split())})\w*", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*(?:\n[^\"\n]+)?\"|«[^»]*»")


def judging(text):
    """The judging words of a text, the allowed terms taken out."""
    return STEMS.findall(TERMS.sub(" ", text))


def shown_in(root):
    """Everything of ours that people read, as (where, text): pages, texts in the code, scripts, documentation."""
    for path in sorted((root / "templates").rglob("*.*")):
        yield path, re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
    for path in sorted((root / "cases").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from ((path, text) for text in strings(path.read_text(encoding="utf-8")))
    for path in sorted((root / "static/js").glob("*.js")):
        if not path.name.endswith(".min.js"):
            yield path, path.read_text(encoding="utf-8")
    for path in [*sorted((root / "docs").rglob("*.md")), root / "README.md"]:
        yield path, QUOTED.sub(" ", path.read_text(encoding="utf-8"))


def strings(source):
    """The texts of a module: all its string constants, messages marked for translation among them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def written_by_us(rows, quoted=("words", "quote", "url", "key")):
    """The texts of the seed's rows but for what a speaker is quoted with."""
    if isinstance(rows, dict):
        for name, value in rows.items():
            if name not in quoted:
                yield from written_by_us(value, quoted)
    elif isinstance(rows, list):
        for row in rows:
            yield from written_by_us(row, quoted)
    elif isinstance(rows, str):
        yield rows


SEED = sorted((ROOT / "cases/seed/data").glob("*.toml"))


def seed(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_nothing_that_people_read_characterises_anybody():
    found = [f"{path.relative_to(ROOT)}: {word}" for path, text in shown_in(ROOT) for word in judging(text)]
    assert found == []


@pytest.mark.parametrize("path", SEED, ids=lambda path: path.stem)
def test_the_seed_characterises_nobody_in_our_own_words(path):
    assert [word for text in written_by_us(seed(path)) for word in judging(text)] == []


def test_what_a_speaker_calls_people_stands_in_a_claim_of_that_speaker():
    """The words are kept, as the speaker's characterisation: “manner” is the aspect for them."""
    claims = [
        (row["speaker"], claim)
        for path in SEED
        for row in seed(path).get("statement", ())
        for claim in row.get("claim", ())
    ]
    said = {(speaker, claim["aspect"]) for speaker, claim in claims if judging(claim.get("words", ""))}
    assert said == {("ru-commissioner", "manner"), ("ua-commissioner", "manner")}


@pytest.mark.parametrize(
    "text",
    ["The six were rescued.", "Deported in May", "hostages", "captured by the enemy", "the occupiers", "Їх врятовано",
     "Людей депортовано", "взяли в заручники", "заложники", "оккупанты", "спасены", "окупантів"],
)  # fmt: skip
def test_a_judging_word_is_found(text):
    assert judging(text)


@pytest.mark.parametrize(
    "text",
    [
        "Capture or internment card",
        "Captured or interned",
        "They are said to remain.",
        "evacuated",
        "Звільнення від плати",
    ],
)
def test_a_term_of_the_field_is_none(text):
    assert judging(text) == []


def test_a_judging_word_on_a_page_in_the_code_or_in_the_documentation_is_seen(tmp_path):
    pages = {
        "templates/a.html": '{% translate "The rescued" %}', "cases/b.py": 'x = _("Deported")', "docs/c.md": "The occupiers, “hostages”",
        "static/js/d.js": "const words = 'liberated'", "README.md": 'They say "rescued".',
    }  # fmt: skip
    for name, text in pages.items():
        (tmp_path / Path(name).parent).mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = {word.lower() for _path, text in shown_in(tmp_path) for word in judging(text)}
    assert found == {"rescued", "deported", "occupiers", "liberated"}


def test_each_allowed_term_is_in_use():
    everything = " ".join(text for _path, text in shown_in(ROOT)).lower()
    assert [term for term in ALLOWED if term not in everything] == []
