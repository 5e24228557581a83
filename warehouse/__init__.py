"""The DuckDB warehouse, and the inference of positions and shifts from claims."""
