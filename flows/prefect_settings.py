"""Prefect's settings for volteface, to be applied before Prefect is imported."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from extract.errors import VoltefaceError

RECORD_BYTES = 100_000_000
CONSOLE = "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"
"""Environment: from which level on Prefect's messages go to stderr."""


def apply(state: Path) -> None:
    """Keep Prefect's files in the monitor's own folder, send nothing home, and say little.

    What the user has set in the environment stays.
    """
    (state / "prefect").mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_HOME", str(state / "prefect"))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "volteface")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    os.environ.setdefault("PREFECT_CLI_PROMPT", "false")


def only(url: str) -> None:
    """Have Prefect ask this server and no other, for as long as this process lives; where it is gone, asking fails.

    Prefect reads its settings when it is imported, and would start a server of its own where it read no address.
    """
    os.environ["PREFECT_API_URL"] = url
    os.environ["PREFECT_SERVER_EPHEMERAL_ENABLED"] = "false"
    from prefect.context import refresh_global_settings_context

    refresh_global_settings_context()


def bound(state: Path) -> None:
    """Begin Prefect's record anew where it has grown large: for single runs, of which Prefect forgets nothing by itself.

    To be called where no ``serve`` is alive.
    """
    database = state / "prefect" / "prefect.db"
    if database.exists() and database.stat().st_size > RECORD_BYTES:
        for part in ("", "-wal", "-shm"):
            database.with_name(database.name + part).unlink(missing_ok=True)


def quiet() -> None:
    """Leave errors of ours to us: Prefect would print each with its traceback. To be called after Prefect is imported."""
    for handler in logging.getLogger().handlers:
        if _not_ours not in handler.filters:
            handler.addFilter(_not_ours)


def _not_ours(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], VoltefaceError))
