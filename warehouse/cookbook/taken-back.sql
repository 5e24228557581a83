-- Which changes were taken back, and why?
-- Shifts that later evidence or a new coder withdrew, with the time each had stood. Cite none of them.
SELECT actor, speaker, issue, kind, from_stance, to_stance, latest, detected_at, withdrawn_at, date_diff('day', detected_at, withdrawn_at) AS days_stood, cause, shift_id
FROM shifts WHERE withdrawn_at IS NOT NULL
ORDER BY withdrawn_at DESC, actor, issue, shift_id;
