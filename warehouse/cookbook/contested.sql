-- Where does one actor speak with two voices?
-- Actors with utterances on both sides of an issue within the last so many days before the newest; share_minority near .5 is a real quarrel.
WITH asked AS (SELECT 90 AS days), newest AS (SELECT max(said_on) AS day FROM claims WHERE superseded_at IS NULL), counted AS (
  SELECT actor, issue, count(DISTINCT utterance_id) FILTER (stance = 'support') AS n_support, count(DISTINCT utterance_id) FILTER (stance = 'oppose') AS n_oppose,
         count(DISTINCT speaker) AS n_speakers
  FROM asked, newest, claims
  WHERE superseded_at IS NULL AND said_on > newest.day - asked.days AND utterance_id IS NOT NULL
  GROUP BY actor, issue
)
SELECT actor, issue, n_support, n_oppose, n_speakers, round(least(n_support, n_oppose) / (n_support + n_oppose), 2) AS share_minority
FROM counted WHERE n_support > 0 AND n_oppose > 0
ORDER BY share_minority DESC, n_support + n_oppose DESC, actor, issue;
