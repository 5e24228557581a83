-- Common questions as table macros: they select, and hold nothing. Days are days of UTC; only live claims (not superseded) are used.

CREATE MACRO stance_on(an_issue, a_day) AS TABLE
SELECT s.actor, s.stance, s.score, s.probability, s.n_claims, s.n_utterances, s.first_said, s.last_said
FROM position_segments s
WHERE s.issue = an_issue AND s.speaker IS NULL AND s.known_to IS NULL
  AND s.said_from < timezone('UTC', CAST(a_day AS DATE) + INTERVAL 1 DAY)
  AND (s.said_to IS NULL OR s.said_to >= timezone('UTC', CAST(a_day AS DATE) + INTERVAL 1 DAY))
ORDER BY s.score DESC, s.actor;
COMMENT ON MACRO TABLE stance_on IS 'Where every actor stood on an issue at the end of a day, as known now: stance_on(''ceasefire'', ''2025-03-15''). Those most in favour first.';

CREATE MACRO said(an_actor, an_issue) AS TABLE
SELECT c.said_on, c.speaker, c.issue, c.stance, c.strength, c.conditional, c.hedged, c.basis, c.quote, c.outlet, c.url, c.claim_id, c.utterance_id
FROM claims c
WHERE c.superseded_at IS NULL AND c.actor = an_actor AND (an_issue IS NULL OR c.issue = an_issue)
ORDER BY c.said_at NULLS LAST, c.utterance_id, c.published_at, c.claim_id;
COMMENT ON MACRO TABLE said IS 'What an actor said on an issue (null: on all), in the order of saying: said(''united-states'', ''nato-membership''). Copies of one utterance share utterance_id.';

CREATE MACRO evidence_of(a_shift) AS TABLE
SELECT e.side, e.place, c.said_on, c.speaker, c.stance, c.strength, c.conditional, c.quote, c.outlet, c.url, c.claim_id
FROM (
  SELECT 'before' AS side, unnest(before_claims) AS claim_id, generate_subscripts(before_claims, 1) AS place
  FROM shift_log WHERE shift_id = a_shift AND known_to IS NULL
  UNION ALL
  SELECT 'after', unnest(after_claims), generate_subscripts(after_claims, 1)
  FROM shift_log WHERE shift_id = a_shift AND known_to IS NULL
) e JOIN claims c ON c.claim_id = e.claim_id
ORDER BY e.side DESC, e.place;
COMMENT ON MACRO TABLE evidence_of IS 'The words before and after a shift, the best first on each side (place): evidence_of(shift_id).';

CREATE MACRO stance_by_month(an_issue) AS TABLE
SELECT c.actor, CAST(date_trunc('month', c.said_on) AS DATE) AS month, count(DISTINCT c.utterance_id) AS n_utterances,
       count(DISTINCT c.utterance_id) FILTER (c.stance = 'support') AS n_support,
       count(DISTINCT c.utterance_id) FILTER (c.stance = 'oppose') AS n_oppose,
       count(DISTINCT c.utterance_id) FILTER (c.stance = 'neutral') AS n_neutral
FROM claims c
WHERE c.superseded_at IS NULL AND c.issue = an_issue AND c.said_on IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2;
COMMENT ON MACRO TABLE stance_by_month IS 'Utterances of every actor on an issue, by month and stance; copies count once: stance_by_month(''ceasefire''). Months without any are left out.';

CREATE MACRO agreement(from_day, to_day) AS TABLE
WITH leaning AS (
  SELECT u.actor, u.issue, sign(sum(u.side)) AS side
  FROM (
    SELECT c.actor, c.issue, c.utterance_id, sign(sum(CAST(c.score AS DECIMAL(9, 3)))) AS side
    FROM claims c
    WHERE c.superseded_at IS NULL AND c.said_on >= CAST(from_day AS DATE) AND c.said_on < CAST(to_day AS DATE)
    GROUP BY c.actor, c.issue, c.utterance_id
  ) u
  GROUP BY u.actor, u.issue HAVING sum(u.side) <> 0
)
SELECT one.actor, other.actor AS other, count(*) AS n_issues, count(*) FILTER (one.side = other.side) AS n_agreed,
       count(*) FILTER (one.side = other.side) / count(*) AS agreement
FROM leaning one JOIN leaning other ON one.issue = other.issue AND one.actor < other.actor
GROUP BY one.actor, other.actor ORDER BY agreement DESC, n_issues DESC, one.actor, other.actor;
COMMENT ON MACRO TABLE agreement IS 'Share of issues on which two actors leaned to the same side, by what each said from one day to before another: agreement(''2025-01-01'', ''2025-04-01''). An utterance counts once; whoever said as much for as against leans to no side.';

CREATE MACRO dissenters() AS TABLE
SELECT p.actor, p.issue, p.speaker, p.stance, p.probability, p.n_utterances, p.last_said, a.stance AS actor_stance, a.probability AS actor_probability
FROM position_segments p JOIN position_segments a ON a.actor = p.actor AND a.issue = p.issue
WHERE p.known_to IS NULL AND p.said_to IS NULL AND p.speaker IS NOT NULL AND p.stance IN ('support', 'oppose', 'neutral')
  AND a.known_to IS NULL AND a.said_to IS NULL AND a.speaker IS NULL AND a.stance IN ('support', 'oppose', 'neutral') AND a.stance <> p.stance
ORDER BY p.probability * a.probability DESC, p.actor, p.issue, p.speaker;
COMMENT ON MACRO TABLE dissenters IS 'Speakers whose present position is not that of the actor they speak for, the surest first.';
