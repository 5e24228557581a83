-- incoming: version_id, digest, shingles of texts that are not signed yet; $shared: shingles from which two are compared; $most.
-- Stored versions that may be copies of each: one of the same words, and those that share most shingles, up to $most.
WITH sought AS (SELECT version_id AS sought_id, unnest(shingles) AS shingle FROM incoming),
near AS (
  SELECT sought_id, version_id, count(*) AS n FROM shingles JOIN sought USING (shingle) GROUP BY ALL HAVING count(*) >= $shared
  UNION ALL
  SELECT i.version_id, min(s.version_id), 1000 FROM signatures s JOIN incoming i USING (digest) GROUP BY i.version_id
),
best AS (SELECT version_id FROM near QUALIFY row_number() OVER (PARTITION BY sought_id ORDER BY n DESC, version_id) <= $most)
SELECT DISTINCT version_id FROM best ORDER BY version_id;
