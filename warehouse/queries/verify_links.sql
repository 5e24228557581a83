-- Rows that point at nothing.
SELECT 'version ' || version_id || ' has no article' AS problem FROM versions WHERE article_id NOT IN (SELECT article_id FROM articles)
UNION ALL SELECT 'revision of ' || article_id || ' points at a missing version' FROM revisions
  WHERE before_version NOT IN (SELECT version_id FROM versions) OR after_version NOT IN (SELECT version_id FROM versions)
UNION ALL SELECT 'shift ' || shift_id || ' rests on a missing claim' FROM (SELECT shift_id, unnest(before_claims || after_claims) AS claim_id FROM shift_log) s
  WHERE claim_id NOT IN (SELECT claim_id FROM claims)
UNION ALL SELECT 'two live codings of version ' || version_id || ' by ' || coder FROM codings WHERE superseded_at IS NULL GROUP BY version_id, coder HAVING count(*) > 1
UNION ALL SELECT 'fetch ' || fetch_id || ' names a missing version' FROM fetches WHERE version_id IS NOT NULL AND version_id NOT IN (SELECT version_id FROM versions)
ORDER BY 1;
