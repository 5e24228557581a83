-- $until, $known_at: for every pair and stance the median strength of the last five claims before the one, as known at the other.
SELECT actor, issue, stance, list_median(arg_max(strength, (said_at, claim_id), 5))::INTEGER AS strength
FROM claims
WHERE said_at < $until AND coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
GROUP BY actor, issue, stance ORDER BY actor, issue, stance;
