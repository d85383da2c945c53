"""What row-level policies would cost on the lists of people, cases and letters (decisions.md, "Second wall").

Ours is the page with the policies, read in a role that they hold for; stock the same page, read in the role that owns the tables.
Both ends put on their role first, so that this costs both the same.
"""

from contextlib import contextmanager

from django.db import connection

from bench.measure import Contest
from cases.generic.known import opened
from cases.models import Correspondence, Group, Office, Party, Person, RepatriationCase, User

TABLES = ("cases_person", "cases_repatriationcase", "cases_correspondence")
COUNTED = {"people": Person, "cases": RepatriationCase, "letters": Correspondence}
ROLE = "SELECT rolname FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND rolname <> current_user AND NOT rolsuper LIMIT 1"
COPIES = "INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, generate_series(1, {rows}) n WHERE t.id = {one}"
POLICY = """
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS own_office ON {table};
    CREATE POLICY own_office ON {table} USING (
        office_id = (SELECT nullif(current_setting('app.office', true), '')::bigint)
        AND confidentiality = ANY ((SELECT string_to_array(current_setting('app.levels', true), ','))::text[]))
"""


def load(rows):
    """So many people, cases and letters of two offices, one in ten of each on a level that not everybody reads."""
    office, other = (Office.objects.create(name=name) for name in ("The office", "Another office"))
    User.objects.create(username="reader", role=User.Role.CASEWORKER, office=office)
    one, two = (Party.objects.create(code=code, name=code) for code in ("XA", "XB"))
    group = Group.objects.create(name="A group", office=office)
    templates = (
        Person.objects.create(name="Somebody", office=office),
        RepatriationCase.objects.create(
            title="A case", group=group, holding_party=one, receiving_party=two, office=office
        ),
        Correspondence.objects.create(office=office),
    )
    with connection.cursor() as cursor:
        for template in templates:
            copies(cursor, template, rows, office, other)


def copies(cursor, template, rows, office, other):
    """Many rows like one, with the triggers of the table asleep."""
    table, columns = (
        template._meta.db_table,
        [f.column for f in template._meta.concrete_fields if not f.primary_key and not f.generated],
    )
    said = {
        "reference": "'T-' || n", "form_key": "NULL", "created_at": "now() - n * interval '1 minute'", "sort_key": "md5(n::text)",
        "office_id": f"CASE WHEN n % 2 = 0 THEN {office.pk} ELSE {other.pk} END",
        "confidentiality": "CASE n % 10 WHEN 0 THEN 'strict' WHEN 2 THEN 'restricted' ELSE 'ordinary' END",
    }  # fmt: skip
    values = ", ".join(said.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(COPIES.format(table=table, names=names, values=values, rows=rows, one=template.pk))
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.execute(f"ANALYZE {table}")


def loaded():
    return User.objects.get(username="reader")


def contests(user):
    role = prepared(user)
    pages = {"people": "people", "cases": "repatriation_cases", "letters": "correspondence_list"}
    races = [(f"{word}, first page and its count", page_of(user, name, "")) for word, name in pages.items()]
    races += [
        (f"{word}, a part of a text", page_of(user, name, "q=T-77777&sort=-recorded"))
        for word, name in list(pages.items())[2:]
    ]
    races += [(f"{word}, all counted", counted(user, model)) for word, model in COUNTED.items()]
    return [
        Contest(name, in_role(role, read), in_role("none", read), floor=select_one) for name, read in races
    ]


def counted(user, model):
    return lambda: model.objects.visible_to(user).count()


def prepared(user):
    """Policies on the three tables, and the settings that they ask, for this connection; the role that they hold for."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        (role,) = cursor.fetchone()
        cursor.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{role}"')
        for table in TABLES:
            cursor.execute(POLICY.format(table=table))
        levels = ",".join(user.confidentiality_levels)
        cursor.execute(
            "SELECT set_config('app.office', %s, false), set_config('app.levels', %s, false)",
            [str(user.office_id), levels],
        )
    return role


def page_of(user, name, query):
    def read():
        listing = opened(name, user, query)
        return listing.page.rows, listing.page.counted

    return read


def in_role(role, read):
    def end():
        with connection.cursor() as cursor, as_role(cursor, role):
            return read()

    return end


@contextmanager
def as_role(cursor, role):
    cursor.execute(f'SET ROLE "{role}"' if role != "none" else "SET ROLE NONE")
    try:
        yield
    finally:
        cursor.execute("RESET ROLE")


def select_one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
