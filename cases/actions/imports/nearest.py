"""Which codes somebody may have meant who typed one that is none: such as are on record and theirs to see, nothing else."""

from cases.lib import codes

MOST = 5


def suggest(rows, on_record):
    """Name beside each wrong reference the codes a slip away that a record of `on_record` has, the likeliest first."""
    wrong = [problem for row in rows for problem in row.problems if problem["why"] == "reference"]
    meant = {text: slips_of(text) for text in {problem["value"] for problem in wrong}}
    asked = {code for found in meant.values() for code in found}
    if not asked:
        return
    there = set(on_record.filter(reference__any_of=asked).values_list("reference", flat=True))
    for problem in wrong:
        near = [code for code in meant[problem["value"]] if code in there]
        problem["hint"] = " · ".join(near[:MOST])


def slips_of(text):
    """All codes that one slip turns into this text; none where it is one, or is nothing like it."""
    try:
        codes.decode(text)
    except codes.WrongCheck as wrong:
        return tuple(dict.fromkeys((*codes.one_slip_away(text), *wrong.nearest)))
    except codes.BadCode:
        pass
    return ()
