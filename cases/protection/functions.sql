-- What the database does by itself for the audit (cases/models/audit.py), and what shuts the doors past it.
-- Run by the owner of the tables after every migration, again and again: each statement replaces what was there.

-- One statement's rows become entries. Arguments of the trigger: subject, number of the entry that says which columns
-- count, columns that do not, the key, the column that has the number of the record, the deed (empty: as it is).
-- OFFSET 0 has each row put together once, and not again for each of its columns that is asked for.
CREATE OR REPLACE FUNCTION audit_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET "TimeZone" = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
    told jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
    who bigint := CASE WHEN jsonb_typeof(told -> 'user') = 'number' THEN (told ->> 'user')::bigint END;
    home bigint := (SELECT office_id FROM cases_user WHERE id = who);
    why jsonb := CASE WHEN told ->> 'reason' <> '' THEN jsonb_build_object('reason', told -> 'reason') END;
    proof bytea := sha256(convert_to(why::text, 'UTF8'));
    but text[] := TG_ARGV[2];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases_auditentry (at, txid, deed, subject, row, version, reference, page, actor_id, office_id, columns, digest, facts, facts_digest)
        SELECT clock_timestamp(), pg_current_xact_id()::text::bigint,
               CASE WHEN TG_ARGV[5] = 'history' AND j ->> 'pgh_label' IN ('insert', 'update', 'delete') THEN j ->> 'pgh_label' ELSE 'insert' END,
               TG_ARGV[0], (j ->> TG_ARGV[4])::bigint, (j ->> TG_ARGV[3])::bigint, coalesce(j ->> 'reference', ''), '',
               who, coalesce((j ->> 'office_id')::bigint, home), nullif(TG_ARGV[1], '')::bigint,
               sha256(convert_to((j - but)::text, 'UTF8')), why, proof
          FROM (SELECT to_jsonb(r) AS j FROM new_rows r OFFSET 0) AS rows;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO cases_auditentry (at, txid, deed, subject, row, version, reference, page, actor_id, office_id, columns, digest, facts, facts_digest)
        SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, 'delete', TG_ARGV[0],
               (j ->> TG_ARGV[4])::bigint, (j ->> TG_ARGV[3])::bigint, coalesce(j ->> 'reference', ''), '',
               who, coalesce((j ->> 'office_id')::bigint, home), NULL, NULL, why, proof
          FROM (SELECT to_jsonb(r) AS j FROM old_rows r OFFSET 0) AS rows;
    ELSE
        INSERT INTO cases_auditentry (at, txid, deed, subject, row, version, reference, page, actor_id, office_id, columns, digest, facts, facts_digest)
        SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, 'update', TG_ARGV[0],
               (j ->> TG_ARGV[4])::bigint, (j ->> TG_ARGV[3])::bigint, coalesce(j ->> 'reference', ''), '',
               who, coalesce((j ->> 'office_id')::bigint, home), nullif(TG_ARGV[1], '')::bigint,
               sha256(convert_to((j - but)::text, 'UTF8')), why, proof
          FROM (SELECT to_jsonb(NEW) AS j OFFSET 0) AS rows;
    END IF;
    RETURN NULL;
END $$;

-- What somebody read or tried. The application's role writes here by this function alone, and no deed of writing.
CREATE OR REPLACE FUNCTION audit_read(what text, kind text, number bigint, reference text, page text, who bigint, office bigint, facts jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF what NOT IN ('view', 'list', 'search', 'export', 'print', 'denied', 'sign_in', 'sign_out', 'not_in') THEN
        RAISE EXCEPTION 'the audit writes down by itself what is written';
    END IF;
    INSERT INTO cases_auditentry (at, txid, deed, subject, row, version, reference, page, actor_id, office_id, facts, facts_digest)
    VALUES (clock_timestamp(), pg_current_xact_id()::text::bigint, what, kind, number, NULL, reference, page, who, office,
            facts, sha256(convert_to(facts::text, 'UTF8')));
END $$;

-- One more link of the chain, over at most so many entries (and the rest of their last transaction): 0 where there is none.
CREATE OR REPLACE FUNCTION audit_seal_until(most integer, horizon bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    head cases_auditseal;
    fresh cases_auditseal;
    first bigint;
    cut bigint;
    lines bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('homeward seals'));
    SELECT * INTO head FROM cases_auditseal ORDER BY id DESC LIMIT 1;
    fresh.base := coalesce(head.base, 0);
    fresh.since := coalesce(head.upto, 0);
    fresh.upto := horizon;
    IF horizon < fresh.since THEN  -- the database was restored elsewhere, where transactions are counted anew
        SELECT max(txid) + 1 INTO fresh.upto FROM cases_auditentry WHERE id > fresh.base AND txid >= fresh.since;
        IF fresh.upto IS NULL THEN
            SELECT max(last_entry) INTO fresh.base FROM cases_auditseal;
            fresh.since := 0;
            fresh.upto := horizon;
        END IF;
    END IF;
    SELECT min(txid) INTO first FROM cases_auditentry WHERE id > fresh.base AND txid >= fresh.since AND txid < fresh.upto;
    SELECT txid INTO cut FROM cases_auditentry
     WHERE id > fresh.base AND txid >= fresh.since AND txid < fresh.upto ORDER BY txid, id OFFSET most LIMIT 1;
    fresh.upto := CASE WHEN cut IS NULL THEN fresh.upto ELSE greatest(cut, first + 1) END;
    SELECT count(*), max(id), convert_to(string_agg(concat_ws('|', id, floor(extract(epoch FROM at) * 1000000)::bigint, txid, deed, subject,
               coalesce(row::text, ''), coalesce(version::text, ''), reference, page, coalesce(actor_id::text, ''), coalesce(office_id::text, ''),
               coalesce(columns::text, ''), coalesce(encode(digest, 'hex'), ''), coalesce(encode(facts_digest, 'hex'), '')) || E'\n', '' ORDER BY txid, id), 'UTF8')
      INTO fresh.entries, fresh.last_entry, lines
      FROM cases_auditentry WHERE id > fresh.base AND txid >= fresh.since AND txid < fresh.upto;
    IF fresh.entries = 0 THEN
        RETURN 0;
    END IF;
    fresh.id := coalesce(head.id, 0) + 1;
    INSERT INTO cases_auditseal (id, base, since, upto, entries, last_entry, at, hash)
    OVERRIDING SYSTEM VALUE
    VALUES (fresh.id, fresh.base, fresh.since, fresh.upto, fresh.entries, fresh.last_entry, clock_timestamp(),
            sha256(coalesce(head.hash, ''::bytea)
                   || convert_to(concat_ws('|', fresh.id, fresh.base, fresh.since, fresh.upto, fresh.entries, fresh.last_entry) || E'\n', 'UTF8')
                   || lines));
    RETURN fresh.entries;
END $$;

-- What the application's role may call: it seals up to the first transaction that has not ended.
CREATE OR REPLACE FUNCTION audit_seal(most integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT audit_seal_until(most, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
$$;

-- pgtrigger's way to let a trigger keep quiet is a setting that anybody may set. It counts for the owner of the tables alone,
-- and not in a function that runs with the owner's rights.
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    quiet text[] := nullif(current_setting('pgtrigger.ignore', true), '')::text[];
    who text := coalesce(nullif(current_setting('role', true), 'none'), session_user);
BEGIN
    IF quiet IS NULL OR NOT trigger_name = ANY (quiet) THEN
        RETURN false;
    END IF;
    RETURN pg_has_role(who, (SELECT relowner FROM pg_class WHERE oid = 'public.cases_auditentry'::regclass), 'USAGE');
END $$;

-- Who acts, for the history that triggers write. What one transaction said of itself no later one can change.
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    context_id uuid := nullif(current_setting('pghistory.context_id', true), '')::uuid;
    told jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF context_id IS NULL OR told IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context AS c (id, metadata, created_at, updated_at) VALUES (context_id, told, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
        WHERE c.metadata <> excluded.metadata AND c.created_at = now();
    RETURN context_id;
END $$;
