"""What follows from the figures, in words: each sentence with the figures that it rests on."""

from django.utils.translation import gettext as _

from cases.lib import headcounts
from cases.lib.dates import show
from cases.models import RepatriationEvent
from cases.models.claim import Claim

MINUS = "\N{MINUS SIGN}"


class Words:
    """The findings of one group. `Known` gives the claims behind the figures; `scope` what is looked at."""

    def __init__(self, known, scope=None):
        self.known, self.scope = known, scope

    def findings(self):
        result = self.known.result
        made = [self.step(step) for step in result.steps]
        made += [self.contested(figures) for figures in result.contested]
        made += [self.plan(point) for point in result.plans]
        made += [self.series(points) for points in result.series]
        made += self.exchanges()
        made += [self.unordered(pair) for pair in result.unordered]
        made += [self.undated(point) for point in result.undated]
        return [finding for finding in made if finding]

    # --- A figure, a point, a day

    def claim(self, figure):
        return self.known.claims[figure.key]

    def speaker(self, figure):
        return self.claim(figure).statement.speaker.short

    def counted(self, figure):
        """Who is counted: “prisoners of war · Northland”."""
        claim = self.claim(figure)
        return " · ".join(filter(None, [str(claim.get_population_display()), str(claim.party or "")]))

    def number(self, point):
        """“46”, or all that it may be: “10 or 20”."""
        said = dict.fromkeys(self.claim(figure).value_text for figure in point.figures)
        return _(" or ").join(said)

    def day(self, point):
        return show(point.on) if point.on else _("day not stated")

    def at(self, point):
        return _("%(number)s (%(day)s)") % {"number": self.number(point), "day": self.day(point)}

    def finding(self, text, figures, mark="told", **more):
        """A sentence; what it rests on as links, each figure once."""
        cited = dict.fromkeys(figures)
        parts = [
            {
                "value": self.claim(figure).value_text, "speaker": self.speaker(figure),
                "statement": self.claim(figure).statement,
            }
            for figure in cited
        ]  # fmt: skip
        empty = {"number": None, "recorded": None, "of": "", "core": "", "scope_url": "", "scope_label": ""}
        return {"text": text, "figures": tuple(cited), "parts": parts, "mark": mark} | empty | more

    # --- Two figures of one speaker

    def step(self, step):
        more = self._remainder(step) if step.aspect == headcounts.CUMULATIVE else self._change(step)
        if not more:
            return None
        text, number, *compared = more
        if number is None and step.unplaced:
            text += " " + _(
                "It is not certain whether %(events)s lies before or after, so nothing is computed."
            ) % {"events": self._listed(step.unplaced)}
        ends = [point for point in (step.before, step.after) if point and headcounts.reads_to_end(point.on)]
        for point in ends if number else ():
            text += " " + _("“%(day)s” is read as until its end.") % {"day": self.day(point)}
        figures = step.parts if number else (*step.parts, *self._figures(step.between + step.unplaced))
        whole = " ".join(filter(None, [text, *compared]))
        return self.finding(whole, figures, "ask" if number else "told", number=number, core=text)

    def _remainder(self, step):
        sum_ = self._sum(step)
        who = {"speaker": self.speaker(step.after.figures[0]), "counted": self.counted(step.after.figures[0])}
        if step.unplaced:
            return _("%(speaker)s, %(counted)s: %(sum)s.") % who | {"sum": sum_}, None
        if step.misfit:
            return _("%(speaker)s, %(counted)s: %(sum)s comes to less than nobody. These figures do not fit together.") % (
                who | {"sum": sum_}), None  # fmt: skip
        if (step.low, step.high) == (None, None):
            return _("%(speaker)s, %(counted)s: %(sum)s cannot be computed, because not all of it is stated exactly.") % (
                who | {"sum": sum_}), None  # fmt: skip
        if step.low == step.high == 0:
            return _("%(speaker)s, %(counted)s: %(sum)s = 0. These figures add up.") % (
                who | {"sum": sum_}
            ), None
        text = _("%(speaker)s, %(counted)s: %(sum)s = %(rest)s. Derived; no source states it.") % (
            who | {"sum": sum_, "rest": self._range(step)})  # fmt: skip
        return text, step.number, self._others(step)

    def _sum(self, step):
        """“124 in all (20 Oct 2025) − 104 in all (Mar 2025) − 8 (24 Aug 2025)”."""
        in_all = [point for point in (step.after, step.before) if point]
        terms = [
            _("%(number)s in all (%(day)s)") % {"number": self.number(point), "day": self.day(point)}
            for point in in_all
        ]
        return f" {MINUS} ".join([*terms, *(self.at(point) for point in step.between)])

    def _range(self, step):
        low, high = step.low, step.high
        if low is None:
            return _("at most %(number)s") % {"number": high}
        if high is None:
            return _("at least %(number)s") % {"number": low}
        return str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}

    def _others(self, step):
        """How the event counts of other speakers compare with what follows from one speaker's counts in all."""
        if not step.others:
            return ""
        events = {"events": self._listed(step.others), "rest": self._range(step)}
        if step.suggests:
            return _("Others count in between: %(events)s. Of these, %(suggested)s fits %(rest)s.") % (
                events | {"suggested": self._suggested(step)}
            )
        if step.fits:
            return _("Others count in between: %(events)s. Together these come to %(rest)s.") % events
        return (
            " " + _("Others count in between: %(events)s. Together these do not come to %(rest)s.") % events
        )

    def _change(self, step):
        before, after = step.before, step.after
        who = {
            "speaker": self.speaker(after.figures[0]), "counted": self.counted(after.figures[0]),
            "before": self.at(before), "after": self.at(after),
        }  # fmt: skip
        events = step.between + step.others
        if step.low == step.high == 0 and not events and not step.unplaced:
            return None
        if step.misfit:
            return _("%(speaker)s, %(counted)s: %(before)s remain, then %(after)s: more than before. These figures do not fit together, unless others came.") % who, None  # fmt: skip
        if (step.low, step.high) == (None, None):
            return _("%(speaker)s, %(counted)s: %(before)s remain, then %(after)s. How many fewer cannot be computed.") % who, None  # fmt: skip
        text = _("%(speaker)s, %(counted)s: %(before)s remain, then %(after)s: %(rest)s fewer, derived.") % (
            who | {"rest": self._range(step)}
        )
        return text, None if step.unplaced else step.number, self._compared(step, events)

    def _compared(self, step, events):
        """How many fewer remain, beside the counts of the events in between."""
        if step.unplaced:
            return ""
        if not events and self.scope and self.scope.is_set:
            return _("Of the operations chosen, none in between has a count.")
        if not events:
            return _("No count of an event in between is recorded.")
        said = {"events": self._listed(events)}
        if step.suggests:
            return _("Counted in between: %(events)s. The difference suggests %(suggested)s.") % (
                said | {"suggested": self._suggested(step)}
            )
        if step.fits:
            return _("Counted in between: %(events)s, which fits.") % said
        return _("Counted in between: %(events)s, which is another number.") % said

    def _suggested(self, step):
        return ", ".join(self.claim(figure).value_text for figure in step.suggests)

    def _listed(self, points):
        return ", ".join(
            _("%(figure)s by %(speakers)s") % {"figure": self.at(point), "speakers": self._speakers(point)}
            for point in points
        )

    def _speakers(self, point):
        return ", ".join(dict.fromkeys(self.speaker(figure) for figure in point.figures))

    def _figures(self, points):
        return tuple(figure for point in points for figure in point.figures)

    # --- Others

    def contested(self, figures):
        point = headcounts.Point(figures)
        text = _("%(operation)s, %(counted)s: %(numbers)s, contested. Each stands as said.") % {
            "operation": self._operation(figures[0]), "counted": self.counted(figures[0]), "numbers": self.number(point),
        }  # fmt: skip
        return self.finding(text, figures, "differ")

    def plan(self, point):
        text = _("%(numbers)s planned for %(day)s, %(counted)s: a plan is not an event, and nothing is derived from it.") % {
            "numbers": self.number(point), "day": self.day(point), "counted": self.counted(point.figures[0]),
        }  # fmt: skip
        derived = {step.number for step in self.known.result.steps if step.aspect == headcounts.CUMULATIVE}
        if derived & {figure.number for figure in point.figures if figure.precision == Claim.Precision.EXACT}:
            text += " " + _("That as many follow from other figures does not say that it took place.")
        return self.finding(text, point.figures, "planned")

    def series(self, points):
        numbers = ", ".join(self.at(point) for point in points)
        text = _("%(speaker)s, %(counted)s who remain: %(numbers)s. Of different days: a series, no conflict.") % {
            "speaker": self.speaker(points[0].figures[0]), "counted": self.counted(points[0].figures[0]), "numbers": numbers,
        }  # fmt: skip
        return self.finding(text, self._figures(points))

    def exchanges(self):
        """Counts of people who came by an exchange, where other counts are of returns: they can be left out."""
        shown = {f.operation for f in self.known.figures if f.aspect == headcounts.EVENT}
        types = {self.known.operations[pk].type for pk in shown if pk in self.known.operations}
        Kind = RepatriationEvent.Kind
        if types != {Kind.RETURN, Kind.EXCHANGE}:
            return []
        residents = {
            f.counted for f in self.known.figures if f.aspect != headcounts.EVENT and f.operation is None
        }
        found = [
            figure for figure in self.known.figures
            if figure.aspect == headcounts.EVENT and not figure.derived and figure.counted in residents
            and self.known.operations[figure.operation].type == Kind.EXCHANGE
        ]  # fmt: skip
        return [self._exchange(figure) for figure in sorted(found, key=lambda figure: figure.key)]

    def _exchange(self, figure):
        text = _("The %(figure)s came by an exchange; other counts here are of returns.") % {
            "figure": self.at(headcounts.Point((figure,))),
        }  # fmt: skip
        return self.finding(
            text, [figure], scope_url="?kind=return#headcounts", scope_label=_("Look at returns alone")
        )

    def unordered(self, pair):
        text = _("%(speaker)s, %(counted)s: %(one)s and %(other)s. Which of the two days is the later one is not certain, so they are not compared.") % {
            "speaker": self.speaker(pair[0].figures[0]), "counted": self.counted(pair[0].figures[0]),
            "one": self.at(pair[0]), "other": self.at(pair[1]),
        }  # fmt: skip
        return self.finding(text, self._figures(pair))

    def undated(self, point):
        text = _("%(speaker)s, %(counted)s: %(number)s, as of a day that is not stated or not certain, so it is not compared.") % {
            "speaker": self.speaker(point.figures[0]), "counted": self.counted(point.figures[0]), "number": self.number(point),
        }  # fmt: skip
        return self.finding(text, point.figures)

    def _operation(self, figure):
        return str(self.known.operations[figure.operation])
