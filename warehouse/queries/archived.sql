-- $since: where the pages lie that were loaded since then.
SELECT warc FROM fetches WHERE warc IS NOT NULL AND started_at >= $since;
