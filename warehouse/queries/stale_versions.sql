-- $cleaner: versions whose page is in the archive and which another cleaner read; each with where its page lies.
SELECT v.version_id, v.url, arg_max(f.warc, f.started_at) AS warc FROM versions v JOIN fetches f USING (version_id)
WHERE v.cleaner IS DISTINCT FROM $cleaner AND v.replaced_by IS NULL AND f.warc IS NOT NULL
GROUP BY v.version_id, v.url ORDER BY v.version_id;
