"""What is said of a shift that was reported and no longer stands."""

from __future__ import annotations

from reports import phrases
from reports.model import Change

RECODED = "These came with a new coder, or with what people found when they checked it."
"""What is said of shifts that are no change of an actor's."""


def because(change: Change) -> str:
    """Why it was taken back."""
    return "a new coder, or people who checked it, read otherwise" if change.cause == "coder" else "later evidence speaks against it"


def taken_back(change: Change) -> str:
    """``Taken back on 1 Sep 2025: …``, with the reason; empty where the shift stands."""
    if change.withdrawn_at is None:
        return ""
    return f"Taken back on {phrases.day(change.withdrawn_at.date())}: {because(change)}."
