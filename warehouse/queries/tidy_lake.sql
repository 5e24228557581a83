-- On a lake, after a cycle: small files become one, states older than a week are forgotten, files that no state needs go a day later.
CALL ducklake_merge_adjacent_files('lake');
CALL ducklake_expire_snapshots('lake', older_than => now() - INTERVAL 7 DAY);
CALL ducklake_cleanup_old_files('lake', older_than => now() - INTERVAL 1 DAY);
