"""The chain that a source belongs to: from the first that is quoted down to it, and all that quote it in turn."""

from itertools import pairwise

from django.db import connection

from cases.models import Source

DEEP, MANY = 50, 200  # steps of a chain, and sources that quote, that are shown

ABOVE = """
    WITH RECURSIVE above (id, parent, depth) AS (
        SELECT id, relayed_from_id, 0 FROM cases_source WHERE id = %(source)s
        UNION ALL
        SELECT source.id, source.relayed_from_id, depth + 1
          FROM above JOIN cases_source source ON source.id = above.parent WHERE depth < %(deep)s)
    SELECT id FROM above ORDER BY depth DESC
"""
BELOW = """
    WITH RECURSIVE below (id, parent, depth) AS (
        SELECT id, relayed_from_id, 1 FROM cases_source WHERE relayed_from_id = %(source)s
        UNION ALL
        SELECT source.id, source.relayed_from_id, depth + 1
          FROM below JOIN cases_source source ON source.relayed_from_id = below.id WHERE depth < %(deep)s)
    SELECT id, parent FROM below ORDER BY depth, id LIMIT %(many)s
"""


def chain(user, source):
    """The chain as a tree {source, here, relays}; nothing where the source neither quotes nor is quoted.

    In place of a source that the user may not see stands None, and only where it leads to one that the user may see.
    """
    above, below = _read(source)
    if len(above) == 1 and not below:
        return None
    ids = {*above, *(pk for pk, _parent in below)}
    seen = Source.objects.visible_to(user).select_related("publisher").in_bulk(ids)
    nodes = {pk: {"source": seen.get(pk), "here": pk == source.pk, "relays": []} for pk in ids}
    for parent, pk in pairwise(above):
        nodes[parent]["relays"].append(nodes[pk])
    for pk, parent in below:
        nodes[parent]["relays"].append(nodes[pk])
    return _shown(nodes[above[0]])


def _read(source):
    given = {"source": source.pk, "deep": DEEP, "many": MANY}
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, given)
        above = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(BELOW, given)
        return above, cursor.fetchall()


def _shown(node):
    relays = [shown for shown in map(_shown, node["relays"]) if shown]
    relays.sort(key=lambda relay: relay["source"].published_sort if relay["source"] else 0)
    return node | {"relays": relays} if node["source"] or relays else None
