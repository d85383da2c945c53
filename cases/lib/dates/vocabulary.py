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
        "months": "січень січня січні січнем січ|лютий лютого лютому лютим лют|березень березня березні березнем бер|"
        "квітень квітня квітні квітнем квіт|травень травня травні травнем трав|червень червня червні червнем черв|"
        "липень липня липні липнем лип|серпень серпня серпні серпнем серп|вересень вересня вересні вереснем вер|"
        "жовтень жовтня жовтні жовтнем жовт|листопад листопада листопаді листопадом лист|"
        "грудень грудня грудні груднем груд",
        "weekdays": "понеділок понеділка|вівторок вівторка|середа середу середи|четвер четверга|"
        "п'ятниця п'ятницю п'ятниці|субота суботу суботи|неділя неділю неділі",
        "early": "початок|на початку|початку|перші дні|у перших числах|в перших числах",
        "mid": "середина|в середині|у середині|середині|середини",
        "late": "кінець|наприкінці|в кінці|у кінці|кінці|останні дні",
        "end": "кінця",
        "by": "до|не пізніше|не пізніше ніж|не пізніш як",
        "after": "після|пізніше",
        "before": "перед|раніше|раніше ніж",
        "since": "з|із|від|починаючи з|не раніше|не раніше ніж",
        "between": "між",
        "and": "і|й|та",
        "to": "по",
        "or": "або|чи",
        "or_later": "або пізніше|або згодом",
        "or_earlier": "або раніше",
        "about": "близько|приблизно|біля|орієнтовно",
        "possibly": "можливо|ймовірно|імовірно|мабуть",
        "filler": "у|в|на|за|року|рік|році|р|станом на|протягом|упродовж|впродовж|включно|числа|місяць|місяця|"
        "вночі|вночі на|в ніч на|у ніч на|ніч на|в період|у період",
        "relative": "сьогодні|вчора|учора|завтра|зараз|нині|тиждень|тижня|минулого|наступного|цього",
        "season": "весна|весни|навесні|літо|літа|влітку|осінь|осені|восени|зима|зими|взимку",
        "unknown": "невідомо|не вказано|не зазначено",
    },
    "ru": {
        "months": "январь января январе январю январём январем янв|февраль февраля феврале февралю февралём февралем фев|"
        "март марта марте марту мартом|апрель апреля апреле апрелю апрелем апр|май мая мае маю маем|"
        "июнь июня июне июню июнем|июль июля июле июлю июлем|август августа августе августу августом авг|"
        "сентябрь сентября сентябре сентябрю сентябрём сентябрем сент сен|"
        "октябрь октября октябре октябрю октябрём октябрем окт|"
        "ноябрь ноября ноябре ноябрю ноябрём ноябрем нояб ноя|"
        "декабрь декабря декабре декабрю декабрём декабрем дек",
        "weekdays": "понедельник понедельника|вторник вторника|среда среду среды|четверг четверга|"
        "пятница пятницу пятницы|суббота субботу субботы|воскресенье воскресенья",
        "early": "начало|в начале|начале|первые дни|в первых числах",
        "mid": "середина|в середине|середине|середины",
        "late": "конец|в конце|конце|последние дни",
        "end": "конца|концу",
        "by": "до|к|ко|не позднее|не позже|не позднее чем|не позже чем",
        "after": "после|позднее|позже",
        "before": "перед|ранее|раньше",
        "since": "с|со|начиная с|не ранее|не раньше",
        "between": "между",
        "and": "и",
        "to": "по",
        "or": "или|либо",
        "or_later": "или позже|или позднее",
        "or_earlier": "или раньше|или ранее",
        "about": "около|примерно|приблизительно|ориентировочно",
        "possibly": "возможно|вероятно|предположительно",
        "filler": "в|во|на|за|года|год|году|г|по состоянию на|в течение|включительно|числа|месяц|месяца|"
        "ночью|ночью на|в ночь на|ночь на|в период",
        "relative": "сегодня|вчера|завтра|сейчас|неделя|неделю|недели|прошлого|следующего|этого",
        "season": "весна|весны|весной|лето|лета|летом|осень|осени|осенью|зима|зимы|зимой",
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
