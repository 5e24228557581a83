-- $everything: speakers' and withdrawn shifts too; $actor, $issue: only these, where given.
SELECT * FROM shifts
WHERE ($everything OR (speaker IS NULL AND withdrawn_at IS NULL))
  AND ($actor IS NULL OR actor = $actor) AND ($issue IS NULL OR issue = $issue)
ORDER BY latest, actor, issue, kind, speaker NULLS FIRST, shift_id;
