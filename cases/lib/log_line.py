"""What the log says of an event: one line, and nothing that a person typed (R34, R39).

An exception's own words are never repeated: PostgreSQL and Python quote the value that they dislike, and that may be a
name. What stays is what helps to mend it: the kind of exception, the code of the database, and where it happened.
An address is told by its route, because a reference or a search may stand in it.
"""

import logging
import secrets
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
INNERMOST = 4
CHAIN = 4
OURS = Path(__file__).resolve().parents[2]
INSTALLED = {"site-packages", ".venv"}

_number: ContextVar[str] = ContextVar("number", default="-")


def begin() -> str:
    """Give the request that begins a number of its own, which its page may show and each of its lines carries."""
    number = "".join(secrets.choice(LETTERS) for _ in range(8))
    _number.set(number)
    return number


class OneLine(logging.Formatter):
    """Moment, level, logger, number of the request, what happened; an exception follows on the same line."""

    def format(self, record: logging.LogRecord) -> str:
        words = f"{self.formatTime(record)} {record.levelname} {record.name} {_number.get()} {said(record)}"
        if record.exc_info and record.exc_info[1]:
            words += f" | {told(record.exc_info[1])}"
        return printable(words)


def printable(text: str) -> str:
    """Escape whatever could begin another line, steer a terminal or turn the direction of reading."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text
    )


def said(record: logging.LogRecord) -> str:
    """The message of a record without what came from outside."""
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "method"):
        match = getattr(request, "resolver_match", None)
        route = f"/{match.route}" if match else "an address of no page"
        return f"{getattr(record, 'status_code', '')} {request.method if request.method.isalpha() else '?'} {route}"
    if record.name.startswith("gunicorn"):
        return by_the_server(record)
    if isinstance(record.args, tuple):
        quoted = tuple(told(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
        return str(record.msg) % quoted if quoted else str(record.msg)
    return record.getMessage()


def by_the_server(record: logging.LogRecord) -> str:
    """Of what gunicorn says, the sentences that quote a request are cut before the quotation."""
    for beginning in ("Invalid request", "Error handling request"):
        if str(record.msg).startswith(beginning):
            return beginning
    return record.getMessage()


def told(error: BaseException) -> str:
    """An exception and those that led to it: kind, code, place."""
    found: list[str] = []
    each: BaseException | None = error
    while each is not None and len(found) < CHAIN:
        found.append(f"{type(each).__name__}{code_of(each)} {places(each.__traceback__)}".strip())
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return " | from ".join(found)


def code_of(error: BaseException) -> str:
    """The database's code of an error and the names of its table and constraint, which are ours."""
    diag = getattr(error, "diag", None)
    named = [getattr(diag, f"{name}_name", None) for name in ("table", "constraint")]
    facts = [fact for fact in (getattr(error, "sqlstate", None), *named) if isinstance(fact, str)]
    return f"[{' '.join(facts)}]" if facts else ""


def places(traceback: TracebackType | None) -> str:
    """Where it happened, the innermost place first: the last few steps, and of those before them our own."""
    steps = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        path = Path(code.co_filename)
        ours = OURS in path.parents and not INSTALLED & set(path.parts)
        steps.append((ours, f"{'/'.join(path.parts[-3:])}:{traceback.tb_lineno} {code.co_name}"))
        traceback = traceback.tb_next
    steps.reverse()
    return " < ".join(step for place, (ours, step) in enumerate(steps) if ours or place < INNERMOST)
