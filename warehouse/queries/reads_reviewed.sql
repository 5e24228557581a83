-- What the coder in force reads in words that people reviewed: of several claims of the same words one, the surest. Live or superseded by the people's own.
SELECT version_id, actor, issue, quote_start, quote_end, quote, stance, confidence
FROM claims
SEMI JOIN reviews USING (version_id, actor, issue, quote_start, quote_end)
SEMI JOIN (SELECT version_id FROM versions WHERE replaced_by IS NULL) v USING (version_id)
SEMI JOIN (SELECT version_id, coder FROM codings WHERE superseded_at IS NULL) k USING (version_id, coder)
QUALIFY row_number() OVER (PARTITION BY version_id, actor, issue, quote_start, quote_end ORDER BY coded_at DESC, confidence DESC, claim_id) = 1
ORDER BY version_id, actor, issue, quote_start, quote_end;
