-- $known_at: independent utterances of all actors, by the positions that were inferred then.
SELECT coalesce(sum(n), 0)::BIGINT AS n FROM (
  SELECT max(n_utterances) AS n FROM position_segments
  WHERE speaker IS NULL AND known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at) GROUP BY actor, issue
);
