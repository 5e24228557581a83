-- $known_at, $speakers (or only the actors' own): every shift as its ledger stood then; the actors' first, the likeliest first.
SELECT shift_id, revision, actor, speaker, issue, kind, from_stance, to_stance, earliest, latest, credible_from, credible_to, probability,
       n_before, n_after, before_claims, after_claims, detected_at, known_from, withdrawn_at, cause, from_probability
FROM shift_log
WHERE known_from <= $known_at AND (known_to IS NULL OR known_to > $known_at) AND ($speakers OR speaker IS NULL)
ORDER BY latest, actor, issue, kind, speaker NULLS FIRST, shift_id;
