-- Who speaks for an actor, and on what?
-- Utterances per speaker with the role held on the day of the first; null speaker: words of nobody by name ("Washington said").
WITH asked AS (SELECT 'united-states' AS actor), uttered AS (
  SELECT c.actor, c.speaker, count(DISTINCT c.utterance_id) AS n_utterances, count(DISTINCT c.issue) AS n_issues, min(c.said_on) AS first_on, max(c.said_on) AS last_on
  FROM asked, claims c
  WHERE c.actor = asked.actor AND c.superseded_at IS NULL AND c.said_on IS NOT NULL
  GROUP BY c.actor, c.speaker
)
SELECT u.speaker, min(s.role) AS role, any_value(u.n_utterances) AS n_utterances, any_value(u.n_issues) AS n_issues, any_value(u.first_on) AS first_on,
       any_value(u.last_on) AS last_on
FROM uttered u LEFT JOIN speakers s ON s.actor = u.actor AND s.name = u.speaker
  AND u.first_on >= coalesce(s.from_day, u.first_on) AND (s.to_day IS NULL OR u.first_on < s.to_day)
GROUP BY u.speaker ORDER BY n_utterances DESC, u.speaker NULLS LAST;
