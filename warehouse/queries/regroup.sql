-- incoming: (outlet, actor) of outlets that speak for the actor now and did not, or did and no longer do. What documents of the actor's own are decides
-- what is said again, so all claims of the pairs concerned are to be grouped anew.
UPDATE claims SET utterance_id = NULL
WHERE superseded_at IS NULL AND utterance_id IS NOT NULL
  AND (actor, issue) IN (SELECT DISTINCT c.actor, c.issue FROM claims c JOIN incoming i ON i.outlet = c.outlet AND i.actor = c.actor);
