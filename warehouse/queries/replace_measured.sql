-- incoming: the machine's measured errors now, by name; $at. What is no longer so is closed, what is new added.
UPDATE measured_errors m SET known_to = $at
FROM (
  SELECT issue, n_checked, n_wrong, stated, believed, factor FROM measured_errors WHERE known_to IS NULL
  EXCEPT
  SELECT issue, n_checked, n_wrong, stated, believed, factor FROM incoming
) gone
WHERE m.known_to IS NULL AND m.issue IS NOT DISTINCT FROM gone.issue;
INSERT INTO measured_errors BY NAME
SELECT *, $at AS known_from, NULL::TIMESTAMPTZ AS known_to FROM (
  SELECT issue, n_checked, n_wrong, stated, believed, factor FROM incoming
  EXCEPT
  SELECT issue, n_checked, n_wrong, stated, believed, factor FROM measured_errors WHERE known_to IS NULL
);
