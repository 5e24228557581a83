"""The monitor: its file, its Prefect flow, its schedule and its commands."""
