"""The words of statements, by their stems in English, Russian and Ukrainian (`cases.models.words`).

`cases_folded` makes equal what people write differently: capitals, accents of Latin letters and stress marks, ё, ґ, and
the apostrophes within a Ukrainian word. `cases_stems_uk` takes common Ukrainian endings off what is left: those of
nouns, adjectives and verbs, the reflexive -ся, -ість for -ості, a doubled н, and the vowel that comes and goes in
-ок and -ець. The functions name what they call at the time when they are made, so that a restored dump has them too.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import cases.models.words

FOLDED = r"""
CREATE FUNCTION cases_folded(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    translate(
        normalize(regexp_replace(normalize(lower(t), NFD), '([a-z])[\u0300-\u036f]+|[\u0300\u0301]', '\1', 'g'), NFC),
        'ёґ’ʼ‘`´ʹ', 'ег'''''''''''''),
    '([а-яєії])''(?=[а-яєії])', '\1', 'g');
"""

#: Endings after a vowel that stays are those of a verb; its ъ keeps the vowel from being taken for an ending.
STEMS = r"""
CREATE FUNCTION cases_stems_uk(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(t,
    '([а-яєії]{4,30})с[яь](?![а-яєії])', '\1', 'g'),
    '([а-яєії]{2,30}[аиіуюя])(?:вши|ючи|л[иао]|ти|ють|ємо|єте|є)(?![а-яєії])', '\1ъ', 'g'),
    '([а-яєії]{4,30}[аиуюя])в(?![а-яєії])', '\1ъ', 'g'),
    '([а-яєії]{3,30}?)(?:'
        'ями|ами|ьми|еві|єві|ою|ею|єю|ом|ем|єм|ам|ям|ах|ях|ів|їв|ей|єй|а|у|и|і|о|е|є|ї|ю|я|ь|й|'
        'ія|ії|ію|ією|іє|ій|іям|іями|іях|'
        'ий|ого|ому|ої|им|ім|их|іх|ими|іми|ього|ьому|ьої|ьою|'
        'уть|ять|ить|їть|емо|имо|ете|ите'
    ')(?![а-яєії])', '\1', 'g'),
    'іст(?![а-яєії])', 'ост', 'g'),
    'нн(?![а-яєії])', 'н', 'g'),
    '([бвгджзклмнпрстфхцчшщ])[еоє]([кц])(?![а-яєії])', '\1\2', 'g');
"""

WORDS = r"""
CREATE FUNCTION cases_words(t text, quote text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT to_tsvector('pg_catalog.russian', folded) || to_tsvector('pg_catalog.simple', cases_stems_uk(folded))
      FROM (SELECT cases_folded(left(quote || ' ' || t, 100000)) AS folded) AS said;
END;
"""


QUERY = r"""
CREATE FUNCTION cases_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN phraseto_tsquery('pg_catalog.russian', cases_folded(words))
    || phraseto_tsquery('pg_catalog.simple', cases_stems_uk(cases_folded(words)));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_evidence"),
    ]

    operations = [
        migrations.RunSQL(FOLDED, "DROP FUNCTION cases_folded"),
        migrations.RunSQL(STEMS, "DROP FUNCTION cases_stems_uk"),
        migrations.RunSQL(WORDS, "DROP FUNCTION cases_words"),
        migrations.RunSQL(QUERY, "DROP FUNCTION cases_query"),
        migrations.AddField(
            model_name="statement",
            name="words",
            field=cases.models.words.WordsField(
                db_persist=True,
                expression=models.Func(models.F("text"), models.F("quote"), function="cases_words"),
                output_field=cases.models.words.Unread(),
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="statement_words_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="repatriationcase",
            index=models.Index(fields=["office", "last_checked_on", "id"], name="case_checked_idx"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("disagrees", True), ("open", False)),
                fields=["office", "id"],
                name="thread_settled_idx",
            ),
        ),
    ]
