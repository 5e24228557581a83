-- Claims whose quote is not what stands at their offsets, whose version is missing, or whose article is another than its version's.
SELECT c.claim_id, c.version_id, CASE WHEN v.version_id IS NULL THEN 'its version is missing' WHEN v.article_id IS DISTINCT FROM c.article_id THEN 'its article is not that of its version'
                                      ELSE 'its quote is not what stands there' END AS problem
FROM claims c LEFT JOIN versions v USING (version_id)
WHERE v.version_id IS NULL OR substr(v.text, c.quote_start + 1, c.quote_end - c.quote_start) <> c.quote
   OR length(c.quote) <> c.quote_end - c.quote_start OR abs(c.score) > 1 OR v.article_id IS DISTINCT FROM c.article_id
ORDER BY c.claim_id;
