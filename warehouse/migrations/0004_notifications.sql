-- What was told to whom, so that nothing is told twice.

CREATE TABLE notifications (channel TEXT NOT NULL, shift_id TEXT NOT NULL, revision INTEGER NOT NULL, gist TEXT NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL, "at" TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE notifications IS 'Messages at the end of runs: one row per channel and state of a shift. Written before a message is sent, so that a run that is killed meanwhile never sends twice.';
COMMENT ON COLUMN notifications.channel IS 'The url of its [[notify]] table as the monitor file has it: the name of an environment variable, never its value.';
COMMENT ON COLUMN notifications.shift_id IS 'The shift that the message tells of.';
COMMENT ON COLUMN notifications.revision IS 'The state of the shift that it tells of.';
COMMENT ON COLUMN notifications.gist IS 'What it says: kind and stances, or taken back. A shift is told again only with another gist.';
COMMENT ON COLUMN notifications.state IS 'sending; sent; refused, which the next run tries again; unclear where no answer came or the run was killed, which is not tried again.';
COMMENT ON COLUMN notifications.run_id IS 'Run that sent it last.';
COMMENT ON COLUMN notifications."at" IS 'When, by the run''s clock.';
