-- $start (null: from the beginning), $until, $known_at, $actor and $issue (null: all): what outlets did in the period to articles that claims rest on.
SELECT r.kind, r."at", r.summary, v.outlet, v.url, v.title, count(DISTINCT c.claim_id) AS n_claims
FROM revisions r JOIN versions v ON v.version_id = r.before_version
JOIN versions w ON w.article_id = r.article_id JOIN claims c ON c.version_id = w.version_id
WHERE r.loaded_at <= $known_at AND r."at" < $until AND ($start IS NULL OR r."at" >= $start)
  AND c.coded_at <= $known_at AND (c.superseded_at IS NULL OR c.superseded_at > $known_at)
  AND ($actor IS NULL OR c.actor = $actor) AND ($issue IS NULL OR c.issue = $issue)
GROUP BY r.kind, r."at", r.summary, v.outlet, v.url, v.title, r.before_version
ORDER BY r.kind = 'edit', r."at" DESC, v.outlet, v.url, r.before_version;
