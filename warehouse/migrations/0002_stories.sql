-- Stories: near copies of one text share a story_id. What is kept of each text to find its copies.
-- Versions that are here already get their signature, and their story anew, with the next load (warehouse/stories.py).

CREATE TABLE signatures (version_id TEXT NOT NULL, digest TEXT NOT NULL);
COMMENT ON TABLE signatures IS 'Versions whose copies can be found: one row per version.';
COMMENT ON COLUMN signatures.version_id IS 'The version.';
COMMENT ON COLUMN signatures.digest IS 'Digest of its words without case, white space and punctuation: the same for exact copies.';

CREATE TABLE shingles (shingle UBIGINT NOT NULL, version_id TEXT NOT NULL);
COMMENT ON TABLE shingles IS 'Sketch of every version that is not very short; copies share some of theirs.';
COMMENT ON COLUMN shingles.shingle IS 'Hash of a run of four words: one of the smallest in its text.';
COMMENT ON COLUMN shingles.version_id IS 'The version in which it stands.';

COMMENT ON COLUMN versions.story_id IS 'Shared by versions that are copies of one text: the same words, or printed by another outlet within days, cut and edited. Stays as it was first given: a text that is a copy of two stories joins the one printed first.';
