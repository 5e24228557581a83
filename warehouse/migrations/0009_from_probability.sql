-- How sure the stance before a shift is, apart from how sure the change is (warehouse/shifts.py).

ALTER TABLE shift_log ADD COLUMN from_probability DOUBLE;
CREATE OR REPLACE VIEW shifts AS
SELECT shift_id, revision, actor, speaker, issue, kind, from_stance, to_stance, earliest, latest, credible_from, credible_to,
       probability, n_before, n_after, before_claims, after_claims, detected_at, known_from AS revised_at, withdrawn_at, cause, from_probability
FROM shift_log WHERE known_to IS NULL;
COMMENT ON VIEW shifts IS 'The present state of every shift, of actors (speaker null) and of speakers; withdrawn ones have withdrawn_at.';
COMMENT ON COLUMN shifts.shift_id IS 'Kept for the life of the shift.';
COMMENT ON COLUMN shifts.revision IS 'Counts the states of one shift from 1.';
COMMENT ON COLUMN shifts.actor IS 'Who moved.';
COMMENT ON COLUMN shifts.speaker IS 'The person who moved, or null for the actor as a whole.';
COMMENT ON COLUMN shifts.issue IS 'On which issue.';
COMMENT ON COLUMN shifts.kind IS 'reversal, new, softening, hardening, withdrawn, conditional, return, turnover or announced.';
COMMENT ON COLUMN shifts.from_stance IS 'Stance before, the likeliest by far or by a little (from_probability); null for a first stance.';
COMMENT ON COLUMN shifts.to_stance IS 'Stance after.';
COMMENT ON COLUMN shifts.earliest IS 'Day of the last clear evidence before.';
COMMENT ON COLUMN shifts.latest IS 'Day of the first clear evidence after.';
COMMENT ON COLUMN shifts.credible_from IS 'Start of the 90 % interval of the change itself.';
COMMENT ON COLUMN shifts.credible_to IS 'End of the 90 % interval of the change itself.';
COMMENT ON COLUMN shifts.probability IS 'Posterior probability that the actor came to hold to_stance and had held something else before, 0 to 1.';
COMMENT ON COLUMN shifts.n_before IS 'Independent utterances of the old position.';
COMMENT ON COLUMN shifts.n_after IS 'Independent utterances of the new position.';
COMMENT ON COLUMN shifts.before_claims IS 'Claims behind the old position, the best first.';
COMMENT ON COLUMN shifts.after_claims IS 'Claims behind the new position, the best first.';
COMMENT ON COLUMN shifts.detected_at IS 'When it was first inferred, by the run''s clock.';
COMMENT ON COLUMN shifts.revised_at IS 'When this state was inferred.';
COMMENT ON COLUMN shifts.withdrawn_at IS 'When later evidence took it back; null while it stands.';
COMMENT ON COLUMN shifts.cause IS 'evidence, or coder where it came or went with a new coder, or with what people said of its reading, and is no change of the actor.';
COMMENT ON COLUMN shifts.from_probability IS 'Given that there was a change: the probability that from_stance was held before; null for a first stance, for changes of degree, and for what was inferred before this was kept.';
COMMENT ON COLUMN shift_log.probability IS 'Posterior probability that the actor came to hold to_stance and had held something else before, 0 to 1.';
COMMENT ON COLUMN shift_log.from_stance IS 'Stance before, the likeliest by far or by a little (from_probability); null for a first stance.';
COMMENT ON COLUMN shift_log.from_probability IS 'Given that there was a change: the probability that from_stance was held before; null for a first stance, for changes of degree, and for what was inferred before this was kept.';
COMMENT ON COLUMN claims.announced IS 'Whether the words say outright that the position changed, or tell a decision of these days ("today we lifted").';
