-- Where the archive has the page of each version, at its first place.
SELECT version_id, min(warc) AS warc FROM fetches WHERE version_id IS NOT NULL AND warc IS NOT NULL GROUP BY version_id ORDER BY version_id;
