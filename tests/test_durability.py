"""What was acknowledged lasts (R44): a server that may lose it is refused."""

from django.db import connection

from cases.checks import LASTING, check_what_is_acknowledged_lasts


def test_a_server_that_keeps_what_it_acknowledges_is_trusted(db):
    assert check_what_is_acknowledged_lasts(["default"]) == []


def test_each_of_the_four_settings_is_asked_for(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s)", [list(LASTING)])
        assert {name for (name,) in cursor.fetchall()} == {
            "fsync", "full_page_writes", "synchronous_commit", "data_checksums",
        }  # fmt: skip


def test_a_role_that_does_not_wait_for_the_disk_is_refused(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    (finding,) = check_what_is_acknowledged_lasts(["default"])
    assert finding.id == "cases.E002"
    assert "synchronous_commit" in finding.msg
