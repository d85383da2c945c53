"""The chain of the audit: sealing what was written, its head for elsewhere, and whether it is still whole (R37)."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import AuditEntry, AuditSeal

BATCH = 10_000
_A_DAY = timedelta(days=1)
_VERDICT = "audit-verdict"
_BATCHES = 1000
#: The fields of an entry in the order in which they are hashed; times as microseconds since 1970.
_LINE = """
    concat_ws('|', id, floor(extract(epoch FROM at) * 1000000)::bigint, txid, deed, subject,
        coalesce(row::text, ''), coalesce(version::text, ''), reference, page, coalesce(actor_id::text, ''),
        coalesce(office_id::text, ''), coalesce(columns::text, ''), coalesce(encode(digest, 'hex'), ''),
        coalesce(encode(facts_digest, 'hex'), ''))
"""
_STREAM = """
    COPY (SELECT txid, {line} FROM cases_auditentry WHERE id > {base} {below} ORDER BY txid, id) TO STDOUT
"""


class BadAnchor(Refused):
    """An anchor that cannot be read."""


def seal(*, most=BATCH):
    """Seal what has been committed since the last seal; how many entries. Several may try: one at a time does."""
    number = 0
    for _turn in range(_BATCHES):
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_seal(%s)", [most])
            (sealed,) = cursor.fetchone()
        number += sealed
        if not sealed:
            break
    return number


def head():
    """The newest seal, or None."""
    return AuditSeal.objects.order_by("-id").first()


def lag(now=None):
    """For how many seconds the oldest entry has waited for its seal; 0 where none does. `/ready` asks this."""
    last = head()
    rows = (
        AuditEntry.objects.filter(id__gt=last.base, txid__gte=last.upto) if last else AuditEntry.objects.all()
    )
    first = rows.in_chain().values_list("at", flat=True).first()
    return max(0.0, ((now or timezone.now()) - first).total_seconds()) if first else 0.0


@dataclass
class Verdict:
    """What a look through the whole chain found."""

    entries: int = 0
    seals: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self):
        return not self.problems


def read_anchor(text):
    """Number and hash of a seal, as `audit_head` prints them."""
    found = re.fullmatch(r"\s*(\d{1,18}):([0-9a-fA-F]{64})\s*", text)
    if not found:
        raise BadAnchor(
            _("An anchor is the number of a seal, a colon and 64 digits and letters from a to f.")
        )
    return int(found[1]), found[2].lower()


def fits(anchor):
    """Does this head, kept elsewhere, stand in the chain as it did?"""
    number, digest = read_anchor(anchor)
    return AuditSeal.objects.filter(pk=number, hash=bytes.fromhex(digest)).exists()


def verify_chain(*, anchors=()):
    """Hash everything again: edits, deletions, reorderings, insertions, and what is missing before an anchor.

    Nothing of the database's own functions is trusted: the hashes are made here.
    """
    verdict = Verdict()
    known = [read_anchor(anchor) for anchor in anchors]
    with transaction.atomic(), connection.cursor() as cursor:
        seals = list(AuditSeal.objects.order_by("id"))
        verdict.seals = len(seals)
        _check_links(seals, verdict)
        before = b""
        for number, (base, links) in enumerate(_eras(seals)):
            following = [era for era, _links in _eras(seals)][number + 1 :]
            before = _check_era(cursor, base, following[0] if following else None, links, before, verdict)
        if not seals:
            verdict.unsealed = AuditEntry.objects.count()
    hashes = {link.pk: bytes(link.hash).hex() for link in seals}
    for pk, digest in known:
        if pk not in hashes:
            verdict.problems.append(
                _("Seal %(number)s of the anchor is missing: the end was cut off.") % {"number": pk}
            )
        elif hashes[pk] != digest:
            verdict.problems.append(_("Seal %(number)s is not the one of the anchor.") % {"number": pk})
    return verdict


def _eras(seals):
    """Seals by the base from which their transactions are counted."""
    eras: dict[int, list[AuditSeal]] = {}
    for link in seals:
        eras.setdefault(link.base, []).append(link)
    return sorted(eras.items())


def _check_links(seals, verdict):
    for before, link in zip([None, *seals], seals, strict=False):
        if link.pk != (before.pk + 1 if before else 1):
            verdict.problems.append(_("A seal is missing before seal %(number)s.") % {"number": link.pk})
        if before and link.base == before.base and link.since != before.upto:
            verdict.problems.append(
                _("Seal %(number)s does not begin where the one before ends.") % {"number": link.pk}
            )


def _check_era(cursor, base, next_base, links, before, verdict):
    """Hash the entries of one era, seal by seal; the hash of its last seal."""
    below = f"AND id <= {next_base}" if next_base is not None else ""
    waiting, link = iter(links), None
    maker, number = hashlib.sha256(), 0

    def close():
        nonlocal before
        if link is None:
            return
        if number != link.entries or maker.digest() != bytes(link.hash):
            verdict.problems.append(
                _("Seal %(number)s does not fit its entries: %(said)s were sealed, %(there)s are there; they were changed, "
                  "taken away, added or put into another order.")
                % {"number": link.pk, "said": link.entries, "there": number}
            )  # fmt: skip
        before = bytes(link.hash)

    def open_next():
        nonlocal link, maker, number
        close()
        link, number = next(waiting, None), 0
        if link is not None:
            maker = hashlib.sha256(before)
            head_line = f"{link.pk}|{link.base}|{link.since}|{link.upto}|{link.entries}|{link.last_entry}\n"
            maker.update(head_line.encode())

    open_next()
    with cursor.copy(_STREAM.format(line=_LINE, base=int(base), below=below)) as rows:
        rows.set_types(["int8", "text"])
        for txid, line in rows.rows():
            while link is not None and txid >= link.upto:
                open_next()
            if link is None:
                verdict.unsealed += 1
                continue
            if txid < link.since:
                verdict.problems.append(
                    _("An entry of a time before seal %(number)s is not sealed.") % {"number": link.pk}
                )
                continue
            maker.update(line.encode() + b"\n")
            number += 1
            verdict.entries += 1
    while link is not None:
        open_next()
    return before


def remember(verdict, problems, now=None):
    """Keep what the last look through the chain found, for the auditor's page."""
    found = {
        "at": now or timezone.now(), "entries": verdict.entries, "seals": verdict.seals,
        "unsealed": verdict.unsealed, "problems": [str(problem) for problem in problems[:20]],
    }  # fmt: skip
    cache.set(_VERDICT, found, timeout=None)


def last_verdict():
    """What `remember` kept; None before the first look."""
    return cache.get(_VERDICT)


def look_once_a_day(now=None):
    """What the worker does: look through the chain where nobody has for a day."""
    now, last = now or timezone.now(), last_verdict()
    if last is None or now - last["at"] > _A_DAY:
        verdict = verify_chain()
        remember(verdict, verdict.problems, now)
