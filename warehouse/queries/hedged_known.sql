-- $start (null: from the beginning), $until, $known_at: the three hedged or conditional claims of each pair that tell most, said from the one to before the other.
SELECT actor, issue, claim_id FROM claims
WHERE (hedged OR conditional) AND said_at < $until AND ($start IS NULL OR said_at >= $start)
  AND coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
QUALIFY row_number() OVER (PARTITION BY actor, issue ORDER BY conditional DESC, round(confidence, 1) DESC, said_at DESC, claim_id) <= 3
ORDER BY actor, issue, said_at DESC, claim_id;
