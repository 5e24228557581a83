-- incoming: claim_id, utterance_id.
UPDATE claims SET utterance_id = incoming.utterance_id FROM incoming
WHERE claims.claim_id = incoming.claim_id AND claims.utterance_id IS DISTINCT FROM incoming.utterance_id;
