-- Columns of all tables and views, in their order.
SELECT table_name, column_name, data_type, coalesce(comment, '') AS comment
FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()
ORDER BY table_name, column_index;
