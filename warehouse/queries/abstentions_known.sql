-- $known_at: sentences on which the coder abstained, by issue and reason.
SELECT issue, reason, count(*) AS n FROM abstentions
WHERE coded_at <= $known_at AND (superseded_at IS NULL OR superseded_at > $known_at)
GROUP BY issue, reason ORDER BY n DESC, issue, reason;
