-- Who held which office of an actor, in the order of the monitor file.
SELECT actor, name, role, from_day, to_day FROM speakers WHERE from_day IS NOT NULL OR to_day IS NOT NULL;
