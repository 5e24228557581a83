-- $known_at: runs that had begun by then.
SELECT run_id, kind, started_at, ended_at, outcome, coder, program, monitor_digest FROM runs WHERE started_at <= $known_at ORDER BY started_at, run_id;
