-- What the coder in force reads in words that people reviewed: of several claims of the same words one, the surest. Live or superseded by the people's own.
-- behind: whether just before they were first reviewed a shift from one stance to another rested on them: that stays so, whatever becomes of the shift.
WITH judged AS (
  SELECT version_id, actor, issue, quote_start, quote_end, min(reviewed_at) AS first FROM reviews GROUP BY ALL
), behind AS (
  SELECT DISTINCT version_id, actor, issue, quote_start, quote_end
  FROM judged JOIN claims c USING (version_id, actor, issue, quote_start, quote_end)
  JOIN (
    SELECT known_from, known_to, unnest(before_claims || after_claims) AS claim_id FROM shift_log WHERE from_stance IS NOT NULL AND withdrawn_at IS NULL
  ) s ON s.claim_id = c.claim_id AND s.known_from < judged.first AND (s.known_to IS NULL OR s.known_to >= judged.first)
), reads AS (
  SELECT version_id, actor, issue, quote_start, quote_end, quote, stance, confidence
  FROM claims
  SEMI JOIN judged USING (version_id, actor, issue, quote_start, quote_end)
  SEMI JOIN (SELECT version_id FROM versions WHERE replaced_by IS NULL) v USING (version_id)
  SEMI JOIN (SELECT version_id, coder FROM codings WHERE superseded_at IS NULL) k USING (version_id, coder)
  QUALIFY row_number() OVER (PARTITION BY version_id, actor, issue, quote_start, quote_end ORDER BY coded_at DESC, confidence DESC, claim_id) = 1
)
SELECT r.*, b.version_id IS NOT NULL AS behind
FROM reads r LEFT JOIN behind b USING (version_id, actor, issue, quote_start, quote_end)
ORDER BY version_id, actor, issue, quote_start, quote_end;
