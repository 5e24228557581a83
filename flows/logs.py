"""What happens in a run, one JSON line per event, in ``.volteface/<stem>/logs/volteface.jsonl``; bounded, and without secrets.

Everything says what happened through ``event``. It goes to the standard logger ``volteface``: into the file while ``kept`` is open,
and, in a flow run, to Prefect too, which takes the logger over by PREFECT_LOGGING_EXTRA_LOGGERS.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOGGER = logging.getLogger("volteface")
LOGGER.addHandler(logging.NullHandler())
SIZE, FILES = 5_000_000, 5
"""A log file's bytes, and how many earlier ones are kept."""
_ADDRESS = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)(?:[^\s/?#@]*@)?(?P<place>[^\s?#'\"]*)(?P<rest>[?#][^\s'\"]*)?", re.IGNORECASE)


def event(name: str, message: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Say that something happened. ``name`` is for programs, ``message`` for people; fields are for both."""
    LOGGER.log(level, "%s", harmless(message), extra={"event": name} | {k: harmless(v) if isinstance(v, str) else v for k, v in fields.items()})


def harmless(text: str) -> str:
    """The text with names, passwords and queries of addresses left out."""
    return _ADDRESS.sub(lambda m: f"{m['scheme']}{m['place']}{'?…' if m['rest'] else ''}", text)


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name is the library's)
        """A log that cannot be written, on a full disk say, stops nothing."""


@contextmanager
def kept(state: Path) -> Iterator[Path]:
    """Write events into the log of a state folder while this is open; gives the file."""
    from pythonjsonlogger.json import JsonFormatter

    path = state / "logs" / "volteface.jsonl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _File(path, maxBytes=SIZE, backupCount=FILES, encoding="utf-8")
    except OSError:
        yield path  # whether the folder can be written is said by who needs it
        return
    form = JsonFormatter("%(levelname)s %(event)s %(message)s", rename_fields={"levelname": "level"}, timestamp=True, json_ensure_ascii=False)
    handler.setFormatter(form)
    before = LOGGER.level, LOGGER.propagate
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False  # Prefect's console is no place for it
    try:
        yield path
    finally:
        LOGGER.removeHandler(handler)
        handler.close()
        LOGGER.setLevel(before[0])
        LOGGER.propagate = before[1]
