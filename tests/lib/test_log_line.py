"""One event is one line, and a line says nothing that was typed (R34, R39)."""

import logging
import sys

from hypothesis import given
from hypothesis import strategies as st

from cases.lib import log_line
from cases.lib.log_line import OneLine, printable


def line(message, *args, name="cases", error=None, **facts):
    record = logging.LogRecord(
        name, logging.ERROR, __file__, 1, message, args, error and (type(error), error, error.__traceback__)
    )
    record.__dict__.update(facts)
    return OneLine().format(record)


def caught(deed):
    try:
        deed()
    except Exception:
        return sys.exc_info()[1]


@given(st.text(st.characters()))
def test_whatever_is_said_stays_on_one_line_and_steers_no_terminal(text):
    said = line("said: %s", text)
    assert said.isprintable()
    assert len(said.splitlines()) == 1


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"])))
def test_plain_words_are_left_as_they_are(text):
    assert printable(text) == text


def test_an_exception_is_told_by_kind_and_place_and_never_by_its_words():
    def inner():
        int("Шевченко")

    def outer():
        try:
            inner()
        except ValueError as error:
            raise KeyError("Шевченко") from error

    said = line("It failed", error=caught(outer))
    assert "KeyError" in said
    assert "from ValueError" in said
    assert "lib/test_log_line.py" in said
    assert "inner" in said
    assert "Шевченко" not in said


def test_an_exception_among_the_arguments_is_told_the_same_way():
    assert "Шевченко" not in line("trouble: %s", ValueError("Шевченко"))


def test_the_web_servers_words_are_cut_before_they_quote_a_request():
    assert line("Invalid request from ip=1.2.3.4: /?q=Шевченко", name="gunicorn.error").endswith(
        "Invalid request"
    )
    assert "Шевченко" not in line(
        "Error handling request %s %s", "GET", "/?q=Шевченко", name="gunicorn.error"
    )


def test_each_request_has_a_number_of_its_own():
    numbers = {log_line.begin() for _ in range(1000)}
    assert len(numbers) == 1000
    last = log_line.begin()
    assert f" {last} " in line("x")
