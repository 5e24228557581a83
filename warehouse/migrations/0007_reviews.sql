-- What people say of the machine's claims. Their claims stand in claims, with the coder human:ID, and take the place of the machine's (warehouse/reviews.py).

CREATE TABLE reviews (review_id TEXT NOT NULL, claim_id TEXT NOT NULL, version_id TEXT NOT NULL, actor TEXT NOT NULL, issue TEXT NOT NULL, quote_start BIGINT NOT NULL, quote_end BIGINT NOT NULL, coder TEXT NOT NULL, verdict TEXT NOT NULL, stance TEXT, strength INTEGER, note TEXT, reviewed_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE reviews IS 'Every verdict of a person on a claim; of several by one person on one claim the latest counts. They hold for the same words by any coder: version, actor, issue and quote.';
COMMENT ON COLUMN reviews.review_id IS 'Identifies the review.';
COMMENT ON COLUMN reviews.claim_id IS 'The machine''s claim that the person saw.';
COMMENT ON COLUMN reviews.version_id IS 'Its article version.';
COMMENT ON COLUMN reviews.actor IS 'Its actor.';
COMMENT ON COLUMN reviews.issue IS 'Its issue.';
COMMENT ON COLUMN reviews.quote_start IS 'First character of its quote in versions.text, from 0.';
COMMENT ON COLUMN reviews.quote_end IS 'First character after its quote.';
COMMENT ON COLUMN reviews.coder IS 'Who reviewed it: human:ID.';
COMMENT ON COLUMN reviews.verdict IS 'confirm, correct or reject.';
COMMENT ON COLUMN reviews.stance IS 'The stance that the person reads there, confirmed or corrected; null where rejected.';
COMMENT ON COLUMN reviews.strength IS 'The strength that the person reads there, 1 to 3; null where rejected.';
COMMENT ON COLUMN reviews.note IS 'What the person wrote beside it, or null.';
COMMENT ON COLUMN reviews.reviewed_at IS 'When.';

COMMENT ON COLUMN runs.kind IS 'run, ingest, recode or review.';
