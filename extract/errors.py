"""Every error that volteface raises on purpose.

VoltefaceError                 one clear sentence: what, where, what was expected, what to do
├── TransientError             may go away by itself; the only kind that is retried
│   ├── FetchFailed            a connection, a time-out, a 5xx
│   └── WarehouseBusy          another process is writing
└── TerminalError              stays until somebody mends it
    ├── MonitorError           the monitor file, or a path it names, is wrong      (exit 2)
    ├── QueryStopped           a query used up its time or memory                  (exit 1)
    ├── DocumentError          a document cannot be read, or is no article         (exit 1)
    └── WarehouseError         the warehouse is corrupt, too new, not writable     (exit 3)
        └── ArchiveError       pages cannot be kept: the disk is full, or not writable
"""

from __future__ import annotations


class VoltefaceError(Exception):
    """Root of all errors raised on purpose; ``str`` of it is fit for a user."""


class TransientError(VoltefaceError):
    """May go away by itself: worth a retry."""


class TerminalError(VoltefaceError):
    """Stays until somebody mends it: never retried."""


class FetchFailed(TransientError):
    """A fetch that got no usable answer: refused, timed out, 5xx."""


class WarehouseBusy(TransientError):
    """Another process holds the working database or the cycle lock."""


class MonitorError(TerminalError):
    """The monitor file, or a path named on the command line, is wrong."""


class QueryStopped(TerminalError):
    """A query took more time or memory than it was given."""


class DocumentError(TerminalError):
    """A document cannot be read, or holds no article."""


class WarehouseError(TerminalError):
    """The warehouse cannot be used as it is."""


class ArchiveError(WarehouseError):
    """A page cannot be kept: the disk is full, or not writable."""
