"""The form of a statement in one pass, as a browser sends it."""

from tests.factories import ActorFactory

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


def entry(told=None, **changes):
    """A new source and a statement in it, with the claims `told`."""
    for name in ("News of the day", "The agency"):
        ActorFactory._meta.model.objects.get_or_create(name=name, defaults={"kind": "media"})
    base = {
        "form_key": KEY, "speaker": "The agency", "modality": "asserted", "text": "Six people wait",
        "confidentiality": "ordinary",
        "source-title": "A report", "source-publisher": "News of the day", "source-type": "article",
        "source-reliability": "unknown", "source-confidentiality": "ordinary",
    }  # fmt: skip
    return base | (told or {}) | changes


def claims(*rows):
    """Rows of claims with what is typed in each."""
    told = {"claim": [str(number) for number in range(len(rows))]}
    for number, row in enumerate(rows):
        told |= {f"claims-{number}-{name}": value for name, value in row.items()}
    return told


def saying(speaker):
    return {"speaker": speaker.name}


def page_of(answer):
    """The page as one line of text."""
    return " ".join(answer.content.decode().split())
