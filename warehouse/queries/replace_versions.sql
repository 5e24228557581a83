-- incoming: before, after (the same where the text did not change), cleaner; $at. The text that a new cleaner gives takes the place of the old one;
-- what was said of the old one is superseded.
UPDATE versions SET cleaner = i.cleaner FROM incoming i WHERE versions.version_id = i.before;
UPDATE versions SET replaced_by = i.after FROM incoming i WHERE i.before <> i.after AND (versions.version_id = i.before OR versions.replaced_by = i.before);
UPDATE codings SET superseded_at = $at WHERE superseded_at IS NULL AND version_id IN (SELECT before FROM incoming WHERE before <> after);
UPDATE claims SET superseded_at = $at
WHERE superseded_at IS NULL AND NOT starts_with(coder, 'human:') AND version_id IN (SELECT before FROM incoming WHERE before <> after);
UPDATE abstentions SET superseded_at = $at WHERE superseded_at IS NULL AND version_id IN (SELECT before FROM incoming WHERE before <> after);
