-- Which utterances were printed most?
-- One row per utterance: in how many outlets and articles its words stand. The quote is from the article that had it first.
WITH asked AS (SELECT DATE '2025-01-01' AS from_day, DATE '2026-01-01' AS to_day), cited AS (
  SELECT utterance_id, count(DISTINCT outlet) AS n_outlets, count(DISTINCT version_id) AS n_articles
  FROM asked, claims
  WHERE superseded_at IS NULL AND utterance_id IS NOT NULL AND said_on >= from_day AND said_on < to_day
  GROUP BY utterance_id ORDER BY n_outlets DESC, n_articles DESC, utterance_id LIMIT 20
), best AS (
  SELECT c.* FROM claims c SEMI JOIN cited USING (utterance_id)
  WHERE c.superseded_at IS NULL
  QUALIFY row_number() OVER (PARTITION BY c.utterance_id ORDER BY c.published_at NULLS LAST, c.claim_id) = 1
)
SELECT n_outlets, n_articles, b.said_on, b.actor, b.speaker, b.issue, b.stance, b.quote, b.outlet AS first_in, utterance_id
FROM cited JOIN best b USING (utterance_id)
ORDER BY n_outlets DESC, n_articles DESC, utterance_id;
