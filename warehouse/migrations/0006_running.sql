-- How long runs take, by the machine's clock: started_at and ended_at are by the run's own.

ALTER TABLE runs ADD COLUMN begun_at TIMESTAMPTZ;
ALTER TABLE runs ADD COLUMN seconds DOUBLE;
COMMENT ON COLUMN runs.begun_at IS 'When it began, by the machine''s clock; null for runs of earlier programs.';
COMMENT ON COLUMN runs.seconds IS 'How long it took until it published, by the machine''s clock; null for runs that did not end, and of earlier programs.';
