"""What is said of a shift that was reported and no longer stands."""

from __future__ import annotations

from reports import phrases
from reports.model import Change


def taken_back(change: Change) -> str:
    """``Taken back on 1 Sep 2025: …``, with the reason; empty where the shift stands."""
    if change.withdrawn_at is None:
        return ""
    because = "a new coder reads the articles otherwise" if change.cause == "coder" else "later evidence speaks against it"
    return f"Taken back on {phrases.day(change.withdrawn_at.date())}: {because}."
