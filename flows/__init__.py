"""The monitor: its file, its Prefect flow, its schedule and its commands."""

__version__ = "0.1.0"
