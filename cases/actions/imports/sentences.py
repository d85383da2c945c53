"""What is said of a file that is not read, of a cell that is not understood, and of an import that cannot go on."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: Why a whole file was not read, or what was asked for not done. Percent names come from `ImportBatch.facts`.
FILE = {
    "empty": _("The file is empty: choose the file with the rows."),
    "no_rows": _("The file has heads and no row below them: nothing is to be recorded."),
    "old_excel": _("This is a file of an old Excel (.xls): save it as .xlsx or as CSV."),
    "no_table": _("This is not a table: give a CSV or XLSX file."),
    "broken": _("The file is damaged and cannot be opened: save it again, or save it as CSV."),
    "bomb": _("The file unpacks to far more than a list of parcels can be, or hides another file: it was not opened. "
              "Save the rows as CSV."),
    "too_much": _("The file needs more memory or time than a list of parcels can: it was not read. Save the rows as CSV, "
                  "or in several files."),
    "rows": _("The file has more than %(most)s rows: divide it. Empty rows with a format count too."),
    "columns": _("The file has %(number)s columns, and %(most)s are the most: leave out what is not needed."),
    "cell": _("Row %(row)s has a cell of %(number)s characters, and %(most)s are the most: shorten it."),
    "csv": _("Row %(row)s cannot be read as CSV: a quotation mark may be open, or a cell is too long."),
    "nul": _("Row %(row)s has a NUL character, which no text has: the file is damaged, or no table. Type the cells of this row "
             "anew, or save the rows again as CSV or XLSX."),
    "encoding": _("The letters of the file cannot be read: save it as CSV in UTF-8."),
    "no_heads": _("No row has heads that are known, such as “Addressee” and “Weight”: name the columns as in the list "
                  "beside the form."),
    "head_twice": _("Two columns say the same, such as “%(head)s”: leave one of them out."),
    "no_key": _("No column tells the rows apart: add a number of the list, a postal item number or our reference, "
                "so that the same file again records nothing twice."),
    "changed_meanwhile": _("Records changed after the check, so nothing was recorded and the file was checked again: look "
                           "at the numbers, then record."),
    "used": _("%(reference)s was used since: it has events, claims, mail or documents. What was recorded by this import "
              "cannot be undone as a whole any more."),
    "edited": _("%(reference)s was edited since: nothing is undone. Put it back by hand first."),
    "unexpected": _("The work stopped for a reason that is not the file's, and nothing was recorded. Ask who keeps the "
                    "server; then give the file again."),
}  # fmt: skip

#: What is wrong with one cell. %(hint)s is what the sentence names.
CELL = {
    "reference": _("This is no reference of ours: a character is wrong. %(hint)s"),
    "not_a_parcel": _("This is the reference of something else: give that of a parcel, or leave it empty."),
    "no_parcel": _("There is no parcel with this reference in this consignment: compare it, or leave it empty."),
    "elsewhere": _("Parcel %(hint)s has it, which is not in this consignment: compare the number, or change that parcel."),
    "hidden": _("A parcel that you may not see has this number: ask a coordinator."),
    "two_parcels": _("The row names two different parcels by its numbers (%(hint)s): correct one of them."),
    "no_key": _("Give a number of the list, a postal item number or our reference: without one the same row would be "
                "recorded again."),
    "again": _("Row %(hint)s of this file means the same parcel: leave one of the two out, or correct its numbers."),
    "too_long": _("This is longer than %(hint)s characters: shorten it."),
    "s10": _("This postal item number is not valid: a digit is wrong. Compare the label, or leave it empty."),
    "contents": _("“%(hint)s” is not among the kinds of contents: food, clothing, medical, books, devotional, sports, "
                  "letters, drawings."),
    "weight": _("This is no weight: write 4500 g or 4.5 kg."),
    "weight_unit": _("This can be grams or kilograms: write the unit, such as 4.5 kg."),
    "nobody": _("Nobody is on record under this name: record the person first, or give the reference. %(hint)s"),
    "several": _("Several people have this name: give the reference in its place. %(hint)s"),
    "no_person": _("There is no person or group with this reference: compare it."),
    "not_a_letter": _("This is the reference of something else: give that of a letter, or leave it empty."),
    "no_such_parcel": _("No parcel that you may see has this reference or postal item number: compare the label, or leave it "
                        "empty."),
    "no_letter": _("There is no letter with this reference: compare it, or leave it empty."),
    "hidden_letter": _("A letter that you may not see says the same: ask a coordinator."),
    "two_letters": _("More than one letter on record is meant (%(hint)s): give the reference of the right one."),
    "letter_again": _("Row %(hint)s of this file says the same: if it is another letter, give each its number of the list; if not, "
                      "leave one out."),
    "letter_kind": _("“%(hint)s” is not among the kinds: letter, card, capture card, Red Cross message, reply, drawing, photo, "
                     "legal document."),
    "direction": _("“%(hint)s” says no direction: write “to the person held” or “from the person held”."),
    "no_direction": _("Say which way it goes: “to the person held” or “from the person held”."),
    "no_kind": _("Say what it is: letter, card, capture card, Red Cross message, reply, drawing, photo or legal document."),
    "no_held": _("Say whose letter it is: the person held, by the whole name or by reference."),
    "side_twice": _("Two columns of the row say who this is: leave one of them empty."),
    "not_a_person": _("This is the reference of something else: give that of a person, or leave it empty."),
    "no_person_here": _("There is no person with this reference: compare it, or leave it empty."),
    "unnamed": _("No name is known of this person yet: give the name on the person's page first."),
    "erased": _("Who had this reference is erased: leave it empty, and the person is recorded anew."),
    "another_name": _("The person with this reference is %(hint)s: compare the reference and the name."),
    "no_name": _("Give the name, or the reference of somebody who is on record."),
    "person_twice": _("Row %(hint)s of this file adds to the same person: put both into one row, or give this one in a file of its own "
                      "when the other is recorded."),
    "person_again": _("Row %(hint)s of this file says the same: if it is another person, give each their number of the list; "
                      "if not, leave one out."),
    "sex": _("“%(hint)s” is not understood: write male, female or other, or leave it empty."),
    "level": _("“%(hint)s” says nobody who may see it: write ordinary, restricted or strict."),
    "not_yours": _("You may not see what is kept so: ask a coordinator to give this file."),
    "number": _("“%(hint)s” does not say what number it is: write, for example, passport: AB123456."),
    "no_place": _("There is no place of this name on record: record it first, or leave it empty."),
    "several_places": _("Several places have this name: leave it empty, and choose the place on the person's page."),
    "no_state": _("This is no state that is on record: write the two letters of ISO 3166-1, such as XA."),
    "no_party": _("This is no party on record: compare the name, or leave it empty."),
    "kept": _("%(hint)s says otherwise on record, and stays as it is: change it on the person's page if the list is right."),
    "date": _("This is no date: write 27.01.2026, January 2026 or 2026-01-27."),
    "quantity": _("This is no number of letters: write digits, such as 12."),
    "warning": "%(hint)s",
}  # fmt: skip


def of_file(batch):
    """Why the file of this batch was not read, or what stopped it; "" if nothing did."""
    return str(FILE[batch.why]) % batch.facts if batch.why else ""


#: What does not keep a row from being recorded.
WARNINGS = frozenset({"warning", "kept"})


def of_problem(problem):
    """The sentence for one cell."""
    words = gettext(problem["hint"]) if problem["why"] == "warning" else problem["hint"]
    return str(CELL[problem["why"]]) % {"hint": words}
