"""Word tables, as data by language. To read or show a further language, add its entry; no code changes.

`READ[lang]` maps a kind of word to the phrases that mean it (lower case, without full stops). All languages
are read at once, since a source is quoted in its own. `SHOW[lang]` holds the forms for display; a language
without an entry is shown in English.
"""

from __future__ import annotations

from typing import Final

Phrases = dict[str, str]  # what it means -> phrases, separated by "|"

# Kinds whose meaning is the kind itself: connectors, limits, marks, and words that add nothing ("filler").
READ: Final[dict[str, Phrases]] = {
    "en": {
        "months": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec",
        "weekdays": "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|"
        "saturday sat|sunday sun",
        "early": "early|beginning|start|the first days",
        "mid": "mid|middle|midway",
        "late": "late|the last days",
        "end": "end",
        "by": "by|no later than|not later than|on or before|up to",
        "before": "before|prior to|earlier than",
        "until": "until|till|through",
        "after": "after|later than",
        "since": "since|from|starting|beginning on|on or after|not before|no earlier than",
        "between": "between",
        "and": "and|&",
        "to": "to",
        "or": "or",
        "or_later": "or later|or after",
        "or_earlier": "or earlier|or before",
        "about": "about|around|circa|ca|c|approximately|approx|roughly",
        "possibly": "possibly|probably|maybe|perhaps|uncertain",
        "noyear": "year not given|no year|year unknown|year not stated",
        "filler": "the|of|on|in|during|at|as of|night|the night of|overnight|month|year|dated",
        "relative": "today|yesterday|tomorrow|tonight|now|ago|last|next|this|recently|recent|"
        "week|weeks|days|months|years",
        "season": "spring|summer|autumn|fall|winter",
        "unknown": "unknown|not known|not stated|not given|none|n/a|na|undated|no date|"
        "not available|not specified",
    },
    "uk": {
        "months": "січень січня січні|лютий лютого лютому|березень березня березні|квітень квітня квітні|"
        "травень травня травні|червень червня червні|липень липня липні|серпень серпня серпні|"
        "вересень вересня вересні|жовтень жовтня жовтні|листопад листопада листопаді|грудень грудня грудні",
        "weekdays": "понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя",
        "early": "початок|на початку|початку",
        "mid": "середина|в середині|у середині|середині",
        "late": "кінець|наприкінці|в кінці|у кінці",
        "by": "не пізніше",
        "after": "після",
        "before": "перед",
        "until": "до",
        "since": "з|від|починаючи з",
        "between": "між",
        "and": "і|й|та",
        "to": "по",
        "about": "близько|приблизно",
        "possibly": "можливо|ймовірно",
        "filler": "у|в|року|рік|році|р",
        "unknown": "невідомо|не вказано",
    },
    "ru": {
        "months": "январь января январе|февраль февраля феврале|март марта марте|апрель апреля апреле|"
        "май мая мае|"
        "июнь июня июне|июль июля июле|август августа августе|сентябрь сентября сентябре|"
        "октябрь октября октябре|ноябрь ноября ноябре|декабрь декабря декабре",
        "weekdays": "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
        "early": "начало|в начале|начале",
        "mid": "середина|в середине|середине",
        "late": "конец|в конце|конце",
        "by": "не позднее|к",
        "after": "после",
        "before": "перед",
        "until": "до",
        "since": "с|со|начиная с",
        "between": "между",
        "and": "и",
        "to": "по",
        "about": "около|примерно",
        "possibly": "возможно|вероятно",
        "filler": "в|во|года|год|году|г",
        "unknown": "неизвестно|не указано",
    },
}

SHOW: Final[dict[str, Phrases]] = {
    "en": {
        "months": "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
        "day": "{day} {month}",
        "early": "early {what}",
        "mid": "mid {what}",
        "late": "late {what}",
        "decade": "{what}s",
        "between": "between {start} and {end}",
        "or": "{start} or {end}",
        "by": "by {start}",
        "by_end": "by the end of {start}",
        "before": "before {start}",
        "until": "until {start}",
        "after": "after {start}",
        "since": "since {start}",
        "or_later": "{start} or later",
        "or_earlier": "{start} or earlier",
        "~": "about {what}",
        "?": "possibly {what}",
        "%": "possibly about {what}",
        "unknown": "{what} (year not given)",
        "inferred": "{what} ({year} inferred)",
        "read_span": "{start} to {end}",
        "read_open_start": "up to {end}",
        "read_~": "approximate",
        "read_?": "uncertain",
        "read_%": "approximate and uncertain",
        "read_inferred": "year inferred",
        "read_unknown": "year not given",
    },
}


def phrases(kind_text: str) -> list[tuple[str, ...]]:
    """The phrases of an entry, each as its words."""
    return [tuple(phrase.split()) for phrase in kind_text.split("|")]


def lexicon() -> dict[tuple[str, ...], tuple[str, int]]:
    """Every phrase of every language, with its kind and, for months (1–12) and weekdays (0–6), its number."""
    table: dict[tuple[str, ...], tuple[str, int]] = {}
    for language in READ.values():
        for kind, text in language.items():
            for number, words in enumerate(phrases(text)):
                if kind == "months":
                    table.update({(word,): ("month", number + 1) for word in words})
                elif kind == "weekdays":
                    table.update({(word,): ("weekday", number) for word in words})
                else:
                    table.setdefault(words, (kind, 0))
    return table
