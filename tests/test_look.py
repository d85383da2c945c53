"""The look: contrast, one set of tokens, no inline code, marks that exist, parts that say what they need."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils.html import escape

from cases.lib.dates import parse
from cases.templatetags import look

ROOT = Path(__file__).resolve().parent.parent
SHEET = (ROOT / "static/css/homeward.css").read_text()
ADMIN_SHEET = (ROOT / "static/css/admin-theme.css").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTS = sorted((ROOT / "templates/_parts").glob("*.html"))

# Text on its ground needs 4.5 to 1, the border of a control 3 to 1 (WCAG 2, criteria 1.4.3 and 1.4.11).
TEXT = """
ink/paper ink/surface ink/calmbg ink2/paper ink2/calmbg ink3/paper ink3/surface ink3/actbg act/paper
act/surface act/actbg ok/okbg warn/warnbg stop/stopbg stop/surface stop/paper split/splitbg split/actbg
calm/calmbg onact/act onact/stop surface/ok
"""
TEXT_PAIRS = TEXT.split()
BORDER_PAIRS = ["edge/paper", "edge/surface"]


def tokens_of(sheet):
    """Section 1: each colour by name, as (light, dark)."""
    found = re.findall(r"--(\w+): var\(--L, (#[0-9a-f]+)\) var\(--D, (#[0-9a-f]+)\)", sheet)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS + BORDER_PAIRS)
def test_each_pair_of_colours_can_be_read(pair, mode):
    tokens = tokens_of(SHEET)
    front, back = (tokens[name][mode] for name in pair.split("/"))
    assert contrast(front, back) >= (3 if pair in BORDER_PAIRS else 4.5)


def test_black_on_white_is_twenty_one():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_the_admin_repeats_the_tokens_word_for_word():
    tokens = SHEET[SHEET.index("/* Each colour once") : SHEET.index("/* A tone never stands alone")]
    assert tokens in ADMIN_SHEET


def test_the_sheet_stays_small_and_draws_no_second_accent():
    assert len(gzip.compress(SHEET.encode(), 9)) < 9_000  # bytes that travel
    assert not re.search(r"@import|url\(|!important;? *color|text-transform: uppercase", SHEET)


def test_the_scripts_stay_small():
    scripts = (ROOT / "static/js").glob("*.js")
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) < 6_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_carries_inline_code_or_style(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|\|safe\b|autoescape off", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
        assert "src=" in attributes
        assert not body.strip()


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.name)
def test_each_part_says_what_it_expects(path):
    assert "Expects" in path.read_text().split("{% endcomment %}")[0]


def test_the_sprite_and_the_tags_know_the_same_marks():
    sprite = (ROOT / "templates/_parts/_sprite.html").read_text()
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == look.MARKS
    assert set(re.findall(r'<pattern id="([\w-]+)"', sprite)) == set(look.PATTERNS) - {"soft"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_each_mark_in_a_template_is_in_the_sprite(path):
    text = path.read_text()
    used = re.findall(r'{% mark "([\w-]*)"', text) + re.findall(r'{% chip "?[\w.]+"? "([\w-]*)"', text)
    used += re.findall(r'<use href="#([\w-]+)"', text)
    assert set(used) <= look.MARKS


def test_a_mark_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no mark called 'tick'"):
        look.mark("tick")


def test_a_chip_shows_the_word_and_escapes_it():
    html = look.chip("split", "differ", "<1 date>", "badge")
    assert html.startswith('<span class="chip split badge"><svg class="m" aria-hidden="true">')
    assert escape("<1 date>") in html


def test_a_tone_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no tone called 'good'"):
        look.chip("good", "yes", "agrees")


def test_a_certain_day_is_a_plain_time():
    assert look.fuzzy(parse("11 December 2025")) == '<time datetime="2025-12-11">11 Dec 2025</time>'


def test_an_uncertain_date_keeps_the_words_of_its_source_and_says_how_they_were_read():
    html = look.fuzzy(parse("late November 2025"))
    assert '<time class="fuzzy" datetime="2025-11">late November 2025</time>' in html
    assert '<span class="read">' in html
    assert "21" in html
    assert "30" in html


def test_a_date_without_a_year_invents_none():
    html = look.fuzzy(parse("December 11"))
    assert "datetime" not in html
    assert "20" not in html


def test_plain_dates_and_moments_read_like_the_others():
    assert look.when(datetime.date(2025, 12, 12)) == '<time datetime="2025-12-12">12 Dec 2025</time>'
    moment = datetime.datetime(2025, 12, 12, 9, 5, tzinfo=datetime.UTC)
    assert ">12 Dec 2025, 09:05</time>" in look.when(moment)
    assert look.when("date of article not stated") == "date of article not stated"


def test_no_date_renders_nothing():
    assert look.fuzzy(None) == ""
    assert look.when(None) == ""


def test_names_and_references_are_isolated_and_escaped():
    assert look.bdi("<Шев>", "uk") == '<bdi lang="uk">&lt;Шев&gt;</bdi>'
    assert look.ref("PER-4K7QX") == '<span class="ref mono" dir="ltr" translate="no">PER-4K7QX</span>'


def test_links_keep_the_rest_of_the_query_and_go_back_to_the_first_page():
    context = {"request": RequestFactory().get("/cases/", {"q": "Шев", "status": "open", "page": "3"})}
    assert look.url_with(context, sort="-stalled") == "?q=%D0%A8%D0%B5%D0%B2&status=open&sort=-stalled"
    assert look.url_with(context, status="") == "?q=%D0%A8%D0%B5%D0%B2"
    assert look.query_without(context, "q", "status") == "?"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_part_that_asks_by_itself_says_so_and_keeps_no_session_alive(path):
    asking = re.findall(r"<[^>]*hx-trigger=\"every [^>]*>", path.read_text())
    assert all('"X-Poll": "1"' in tag for tag in asking)
