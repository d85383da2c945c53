"""Every fact has a speaker and a source; no year, name or judgement comes from us."""

import calendar
import itertools
import re

import pytest

from cases.lib.dates import YearBasis
from cases.models import Actor, Claim, Event, Person, PersonName, Source, Statement, Thread, User
from cases.seed.reading import read
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

OFFICIALS = {"Moskalkova", "Lubinets", "Khinshtein", "Medinsky"}
WORDS = """
    Actor Aide Armed Belarus Belgorod Citizens Commissioner Committee Cross Defence Easter Federation Governor
    Homeward Hrabovske Human International Kordon Kursk Kyiv Ministry Moscow Office Oryol Parliament President
    Red Rights Russian Sudzha Sumy Suspilne Telegram Ukraine Ukrainian Year
"""
KNOWN = {*WORDS.split(), *calendar.month_name}
CHARACTERISATIONS = re.compile(
    r"rescue|forcib|taken|abduct|deport|hostage|liberat|at their request|extracted|occup", re.I
)


def test_every_claim_and_event_cites_a_statement_and_every_statement_a_source():
    assert not Claim.objects.filter(statement__source=None).exists()
    assert not Event.objects.filter(statement=None).exists()
    assert not Statement.objects.filter(
        claims=None, events=None, derivations=None, undertakings=None
    ).exists()


def test_every_source_has_an_address_or_is_quoted_by_one_that_has():
    without = Source.objects.filter(url="").exclude(type="own").exclude(pk=rows.source("second-article").pk)
    assert without.exists()
    for source in without.order_by("pk"):
        assert Source.objects.relaying(source).exclude(url="").exists(), source


def test_five_outlets_that_quote_one_agency_are_one_origin():
    articles = rows.source("first-article"), rows.source("second-article")
    assert {article.origin for article in articles} == {rows.source("tass-parcels-december")}
    assert rows.source("gazeta-six").origin.publisher.name == "RIA Novosti"


def test_a_year_is_stated_in_the_words_or_inferred_from_a_dated_source_or_unknown():
    found = list(rows.dates())
    assert len(found) > 100
    for row, date in found:
        if re.search(r"\d{4}", date.words):
            assert date.basis == YearBasis.STATED, (row, date)
        else:
            assert date.basis in {YearBasis.INFERRED, YearBasis.UNKNOWN}, (row, date)


def test_an_inferred_year_comes_from_a_source_with_a_date():
    for claim in Claim.objects.filter(date_basis=YearBasis.INFERRED).order_by("pk"):
        assert claim.statement.source.published, claim


def test_the_undated_article_gives_no_year_at_all():
    source = rows.source("second-article")
    assert source.published is None
    statements = Statement.objects.filter(source=source)
    assert not statements.exclude(said_basis__in=["", YearBasis.UNKNOWN]).exists()
    claims = Claim.objects.filter(statement__source=source)
    assert claims.count() == 9
    for column in ("date", "as_of"):
        assert not claims.exclude(**{f"{column}_basis__in": ["", YearBasis.UNKNOWN]}).exists()


def test_no_person_has_a_name():
    assert Person.objects.count() == 6
    assert not Person.objects.named().exists()
    assert not Person.objects.exclude(contact="", address="").exists()
    assert not PersonName.objects.exists()


def test_actors_are_offices_organisations_and_media_and_named_officials_are_public():
    officials = Actor.objects.filter(kind="official")
    assert {actor.short_name for actor in officials} == OFFICIALS
    assert not Actor.objects.filter(kind="family").exists()


def test_no_other_persons_name_stands_in_any_text():
    for text in _prose(read()):
        for first, second in re.findall(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", text):
            assert {first, second} & (KNOWN | OFFICIALS), text
        for name in re.findall(r"\b[A-Z]\. ?([A-Z][a-z]+)\b", text):
            assert name in OFFICIALS, text


def _prose(tables):
    """All words of ours; the names of media are theirs."""
    names = ("name", "text", "quote", "note", "title", "description", "correspondent", "label", "reason")
    for table in tables.keys() - {"source", "place"}:
        for row in tables[table]:
            if row.get("kind") != "media":
                yield from (row[name] for name in names if name in row)


def test_words_that_judge_stand_only_in_a_claim_as_its_speakers_own():
    for row in itertools.chain.from_iterable(read().values()):
        for name, value in row.items():
            if name in {"claim", "quote", "url", "key"} or not isinstance(value, str):
                continue
            assert not CHARACTERISATIONS.search(value), (name, value)


def test_positions_are_own_exactly_when_the_party_said_it():
    own = Claim.objects.own()
    assert [claim.about for claim in own.order_by("pk")] == [rows.record("repatriation_case.hrabovske")]


def test_only_what_disagrees_is_contested():
    found = {(thread.about_kind, thread.aspect) for thread in Thread.objects.open()}
    assert found == {
        ("evacuation", "date"),
        ("group", "date"),
        ("repatriation_event", "count_event"),
        ("consignment", "date_planned"),
        ("visit", "manner"),
    }


def test_every_row_has_a_recorder_who_cannot_sign_in():
    seed = User.objects.get(username="seed")
    assert not seed.is_active
    assert not seed.has_usable_password()
    assert not Claim.objects.exclude(recorded_by=seed).exists()
    assert not Event.objects.exclude(recorded_by=seed).exists()
    assert not Statement.objects.exclude(created_by=seed).exists()
    assert str(seed) == "Seeded from public sources"


def test_nothing_seeded_is_synthetic():
    assert not Source.objects.synthetic().exists()
    assert not Person.objects.synthetic().exists()
