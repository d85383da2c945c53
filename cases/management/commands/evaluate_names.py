"""Measure how well names are matched, on labelled pairs and on made-up names."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.lib.names import evaluation


class Command(BaseCommand):
    help = "Precision, recall and F1 of the name comparison on labelled pairs, beside sorting words and comparing letters."

    requires_system_checks = ()  # neither the site nor the database is looked at

    def add_arguments(self, parser):
        parser.add_argument("pairs", type=Path, help="a CSV file with the columns name1, name2, is_match")
        parser.add_argument("--errors", action="store_true", help="print each pair that is judged wrong")
        parser.add_argument(
            "--systems", action="store_true", help="share of made-up names found in each spelling"
        )

    def handle(self, *args, pairs, errors, systems, **options):
        read = self.read(pairs)
        ours = evaluation.our_score(read)
        baseline, threshold = evaluation.baseline_score(read)
        self.stdout.write(_("%(number)s pairs, %(same)s of them one person's") % {
            "number": len(read), "same": sum(pair.is_match for pair in read)
        })  # fmt: skip
        self.line(_("likely or same"), *ours)
        self.line(_("words sorted, ratio ≥ %(threshold).2f") % {"threshold": threshold}, *baseline)
        if errors:
            self.errors(read)
        if systems:
            self.stdout.write("\n" + _("spelling, share with the same sound, skeleton key, whole-name key"))
            for row in evaluation.shared_keys():
                self.line(*row)

    def read(self, path):
        """The labelled pairs of a file."""
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return [
                    evaluation.Pair(row["name1"], row["name2"], row["is_match"].lower() == "true")
                    for row in csv.DictReader(file)
                ]
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}
            ) from error
        except (KeyError, AttributeError) as error:
            raise CommandError(
                _("The file needs the columns name1, name2 and is_match in each row.")
            ) from error

    def line(self, title, *shares):
        self.stdout.write(f"{title:28}" + "".join(f"{share:8.3f}" for share in shares))

    def errors(self, pairs):
        for pair, judged in evaluation.errors(pairs):
            mark = _("missed") if pair.is_match else _("false")
            self.stdout.write(
                f"{mark}  {pair.one} | {pair.other}  {judged.score:.2f}  {', '.join(judged.reasons)}"
            )
