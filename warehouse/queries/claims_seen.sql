-- incoming: claim_id. Those of them that exist, live or superseded.
SELECT claim_id, version_id, actor, issue, quote_start, quote_end, stance, strength FROM claims SEMI JOIN incoming USING (claim_id);
