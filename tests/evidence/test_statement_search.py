"""Words of statements are found in any of their forms, in English, Ukrainian and Russian."""

import json
import time

import pytest
from django.db import connection

from cases.models import Statement
from tests import factories
from tests.factories import StatementFactory
from tests.test_lists import clones, explain

URL = "/statements/"


@pytest.fixture
def source(office):
    return factories.SourceFactory(office=office)


@pytest.fixture
def said(source):
    """A statement with a quotation, beside one that says something else."""
    StatementFactory(source=source, text="Something else was announced", quote="про інше")

    def said(quote="", text="In our own words"):
        return StatementFactory(source=source, quote=quote, text=text)

    return said


@pytest.fixture
def found(client_for):
    client = client_for("caseworker")

    def found(q):
        response = client.get(URL, {"q": q})
        assert not response.context["filter"].form.errors
        return list(response.context["rows"])

    return found


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("The residents were evacuated", "resident"),
        ("The residents were evacuated", "evacuating"),
        ("жителів Сумської області", "Сумська область"),
        ("обмін військовополоненими", "військовополонених"),
        ("повернення громадян", "повернень"),
        ("мешканці чекають", "мешканець"),
        ("2000 посилок", "посилки"),
        ("вони повернулися додому", "повернутися"),
        ("делегації зустрілись", "делегація"),
        ("жители Курской области", "Курская область"),
        ("возвращение пленных", "возвращения"),
        ("передали посылки", "посылка"),
    ],
)
def test_a_word_is_found_in_another_form(said, found, words, form):
    statement = said(quote=words)
    assert found(form) == [statement]


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("п’ять мешканців", "п'ять"),
        ("п'ять мешканців", "пʼять"),
        ("ещё шестеро", "еще"),
        ("Ґалаґан сказав", "галаган"),
        ("у Су\u0301мах", "Суми"),
        ("a résumé of the talks", "resume"),
        ("СУМСЬКА ОБЛАСТЬ", "сумська"),
    ],
)
def test_capitals_accents_and_apostrophes_do_not_matter(said, found, words, typed):
    statement = said(quote=words)
    assert found(typed) == [statement]


def test_words_are_looked_for_in_our_words_and_in_the_quoted_ones(said, found):
    ours, quoted = said(text="The parcels are ready"), said(quote="parcels")
    assert set(found("parcel")) == {ours, quoted}


def test_a_phrase_is_found_as_it_stands(said, found):
    phrase = said(quote="готові забрати у будь-який час")
    said(quote="забрати готові")
    assert found('"готові забрати"') == found("«готовий забрати»") == found('"готові забрати') == [phrase]


def test_all_words_are_wanted_unless_one_says_or_or_not(said, found):
    both, one = said(quote="листи і посилки"), said(quote="листи")
    assert found("листи посилки") == [both]
    assert set(found("лист")) == {both, one}
    assert found("листи -посилка") == [one]
    assert set(found("посилка or нічого")) == {both}
    assert set(found("посилка або лист")) == {both, one}


def test_a_reference_finds_its_statement(said, found):
    statement = said()
    assert found(statement.reference.lower()) == [statement]


def test_quotations_are_found_by_their_language(client_for, source):
    quoted = StatementFactory(source=source, quote="готові забрати", language="uk")
    StatementFactory(source=source, quote="готовы забрать", language="ru")
    response = client_for("viewer").get(URL, {"q": "забрати", "language": "uk"})
    assert list(response.context["rows"]) == [quoted]


@pytest.mark.parametrize("q", ["...", "« »", "& | !", '"', "або", "- -", "<->", "((", "\\"])
def test_a_query_without_a_word_gets_a_sentence(client_for, said, q):
    response = client_for("viewer").get(URL, {"q": q})
    assert "There is no word in this" in response.content.decode()
    assert response.context["rows"] == []


def test_a_query_that_only_says_what_not_gets_a_sentence(client_for, said):
    response = client_for("viewer").get(URL, {"q": "-parcels"})
    assert "Type a word that it has as well" in response.content.decode()


@pytest.mark.parametrize(
    "q",
    [
        "a:b & !", "'; DROP TABLE cases_statement", "x" * 200, "one <2> two", "a:*", "the", "%s",
        "ʼ" * 50 + "x", "-a b -c or d:e", "ні-ні", '"a" or "b', "١٢",
    ],
)  # fmt: skip
def test_hostile_queries_are_words_like_others(found, said, q):
    said()
    assert len(found(q)) <= 2


@pytest.mark.parametrize("q", ["x" * 10_000, "parcels\0", "word " * 3000])
def test_what_is_too_long_or_no_text_is_refused_with_a_sentence(client_for, said, q):
    response = client_for("viewer").get(URL, {"q": q})
    assert response.context["filter"].form.errors["q"]
    assert response.context["rows"] == []


def test_a_long_text_is_kept_and_searched_by_its_beginning(said, found):
    statement = said(text="парцель " + "слово " * 200_000)
    assert found("парцель") == [statement]


def test_words_are_found_by_the_index_among_thousands(said, coordinator):
    said(text="Nothing of note")
    Statement.objects.bulk_create(clones(Statement.objects.last(), 5000))
    wanted = said(quote="жителів Сумської області")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_statement")
    rows = Statement.objects.visible_to(coordinator).saying("Сумська область")
    plan = explain(rows.order_by("-said_sort", "-pk")[:25], "ANALYZE, BUFFERS, FORMAT JSON")
    assert "statement_words_idx" in json.dumps(plan)
    assert "Seq Scan" not in json.dumps(plan)
    assert plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"] <= 60
    assert list(rows) == [wanted]


def test_the_words_are_never_read_back(said, django_assert_num_queries):
    statement = said(text="The parcels are ready")
    with django_assert_num_queries(1):
        assert Statement.objects.get(pk=statement.pk).words is None


def test_a_pathological_text_does_not_hold_the_stemmer(said):
    """The endings are looked for once in each word, however long it is."""
    start = time.perf_counter()
    said(text="аи" * 25_000)
    assert time.perf_counter() - start < 5
