"""The command on a real pseudo-terminal: what a person types, and what the screen then shows."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType

from tests.test_cli import environment

_STEERING = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[()=>].?)")


class Terminal:
    """A process whose terminal is ours; ``seen`` is all that it has written, without what steers the cursor."""

    def __init__(self, arguments: Sequence[str], cwd: Path, columns: int = 100) -> None:
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        command = [sys.executable, "-m", "flows.cli", *arguments]
        more = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": str(columns), "LINES": "40"}  # whoever runs the tests may have set others
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env={**environment(), **more}, start_new_session=True, preexec_fn=_own_terminal
        )
        os.close(theirs)
        self._raw = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)

    @property
    def seen(self) -> str:
        """What the screen was given so far."""
        return _STEERING.sub("", self._raw).replace("\r", "")

    def type(self, text: str) -> None:
        """Press these keys; ``\\x03`` is Ctrl-C, ``\\x04`` Ctrl-D."""
        os.write(self._ours, text.encode())

    def wait_for(self, text: str, *, after: int = 0, seconds: float = 60) -> int:
        """Read until the screen shows ``text`` beyond ``after`` characters of ``seen``; the position behind it."""
        deadline = time.monotonic() + seconds
        while (at := self.seen.find(text, after)) < 0:
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"{text!r} never came; the screen has:\n{self.seen[after:]}")
        return at + len(text)

    def wait(self, seconds: float = 60) -> int:
        """The exit status, when the process has ended."""
        deadline = time.monotonic() + seconds
        while self._read(deadline - time.monotonic()):
            pass
        return self.process.wait(timeout=max(deadline - time.monotonic(), 1))

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self._raw += data.decode("utf-8", "replace")
        return bool(data)


def _own_terminal() -> None:
    ioctl(0, termios.TIOCSCTTY, 0)
