-- $start (null: from the beginning), $until: the pairs on which something was said from the one to before the other, as known at $known_at.
-- Utterances are those begun in between, by the positions that were inferred then.
WITH said AS (
  SELECT actor, issue, count(*) AS n_claims, count(*) FILTER (hedged) AS n_hedged, count(*) FILTER (conditional) AS n_conditional,
         list_sort(list(DISTINCT outlet)) AS outlets
  FROM claims
  WHERE said_at < $until AND ($start IS NULL OR said_at >= $start) AND coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
  GROUP BY actor, issue
), counted AS (
  SELECT actor, issue, max(n_utterances) FILTER (said_from < $until) AS at_end, max(n_utterances) FILTER (said_from < $start) AS at_start
  FROM position_segments WHERE speaker IS NULL AND known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at) GROUP BY actor, issue
)
SELECT actor, issue, n_claims, n_hedged, n_conditional, outlets, (coalesce(at_end, 0) - coalesce(at_start, 0))::BIGINT AS n_utterances
FROM said LEFT JOIN counted USING (actor, issue) ORDER BY actor, issue;
