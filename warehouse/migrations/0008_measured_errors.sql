-- How often the machine errs, by what people found when they reviewed it, and how far its confidence is believed (warehouse/calibration.py).

CREATE TABLE measured_errors (issue TEXT, n_checked BIGINT NOT NULL, n_wrong BIGINT NOT NULL, stated DOUBLE NOT NULL, believed DOUBLE NOT NULL, factor DOUBLE NOT NULL, known_from TIMESTAMPTZ NOT NULL, known_to TIMESTAMPTZ);
COMMENT ON TABLE measured_errors IS 'The machine''s measured error: what people found wrong among the claims they reviewed, beside what its own confidence had stated of these, and what the model takes it to be. Made from reviews; empty where nobody reviewed.';
COMMENT ON COLUMN measured_errors.issue IS 'The issue; null for all together, whose factor holds for issues that nobody reviewed.';
COMMENT ON COLUMN measured_errors.n_checked IS 'Passages that the present coder reads and people reviewed; copies with the same words count once.';
COMMENT ON COLUMN measured_errors.n_wrong IS 'Of these, those that people reject or give another stance.';
COMMENT ON COLUMN measured_errors.stated IS 'Share of errors among them that the machine''s own confidence states.';
COMMENT ON COLUMN measured_errors.believed IS 'Share of errors that the model takes passages like these to have where nobody checked them.';
COMMENT ON COLUMN measured_errors.factor IS 'By this the odds that a claim of the machine is wrong are multiplied before positions and shifts are inferred. Human claims stay as they are.';
COMMENT ON COLUMN measured_errors.known_from IS 'Since when this is taken so.';
COMMENT ON COLUMN measured_errors.known_to IS 'Until when; null where still.';
COMMENT ON COLUMN shift_log.cause IS 'evidence, or coder where it came or went with a new coder, or with what people said of its reading, and is no change of the actor.';
COMMENT ON COLUMN shifts.cause IS 'evidence, or coder where it came or went with a new coder, or with what people said of its reading, and is no change of the actor.';
