"""An administrator reads how old the newest question about weak packages is (R57)."""

from datetime import date

import pytest

from cases.admin import weaknesses

TODAY = date(2026, 11, 26)


@pytest.fixture
def page_of(client_for, stop_clock, monkeypatch, tmp_path):
    """The first page of the workshop for a role, when the file of the release says this."""

    def page_of(role, words):
        stop_clock(TODAY)
        file = tmp_path / "asked-on.txt"
        if words is not None:
            file.write_text(words)
        monkeypatch.setattr(weaknesses, "ASKED_ON", file)
        return client_for(role).get("/admin/").content.decode()

    return page_of


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("2026-11-26\n", "had no known weakness when last asked, on 26 Nov 2026."),
        ("2026-11-19", "had no known weakness when last asked, on 19 Nov 2026."),
        ("2026-11-18", "was last asked 8 days ago, on 18 Nov 2026. Install a newer release."),
        ("yesterday", "Nobody has asked yet"),
        (None, "Nobody has asked yet"),
    ],
)
def test_the_administrator_is_told_how_old_the_answer_is(page_of, words, told):
    assert told in page_of("administrator", words)


def test_an_old_answer_is_a_warning_and_a_fresh_one_is_none(page_of):
    assert 'class="warning"' in page_of("administrator", "2026-01-01")
    assert 'class="warning"' not in page_of("administrator", "2026-11-26")


@pytest.mark.parametrize("role", ["caseworker", "coordinator", "auditor"])
def test_nobody_else_is_told(page_of, role):
    assert "weakness" not in page_of(role, "2026-01-01")
