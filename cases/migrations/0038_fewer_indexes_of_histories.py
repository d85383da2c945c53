"""A history is found by its record and by its deed: the indexes on whatever else its rows name are taken away.

No question asks them (`PGHISTORY_FOREIGN_KEY_FIELD`), and to keep them was a quarter of the work of each row that is written. The earlier
migrations make them no more; this one drops what they made before. That stands there so, and not as 232 altered fields, which take Django a minute.
"""

from django.db import migrations

_DROP = r"""
    DO $$
    DECLARE found record;
    BEGIN
        FOR found IN
            SELECT x.indexrelid::regclass AS index
              FROM pg_index x
              JOIN pg_class t ON t.oid = x.indrelid
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
             WHERE t.relname LIKE 'cases\_%history' AND t.relnamespace = 'public'::regnamespace AND x.indnatts = 1
               AND a.attname LIKE '%\_id' AND a.attname NOT IN ('pgh_id', 'pgh_obj_id', 'pgh_context_id')
        LOOP
            EXECUTE format('DROP INDEX %s', found.index);
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_names_of_places")]
    operations = [migrations.RunSQL(_DROP, migrations.RunSQL.noop)]
