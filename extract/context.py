"""The sentences around a quote, for people to read; by punctuation alone."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”’»)])\s+|\n\s*")


def context(before: str, after: str, *, cut: int) -> tuple[str, str]:
    """Of the text before and after a quote: the sentence before with the beginning of the quote's own, and the rest of that with the sentence after.

    ``cut`` is the number of characters at which the texts were cut off; what is cut within what is shown ends in an ellipsis.
    """
    first, last = _END.split(before), _END.split(after)
    lead = "…" if len(before) >= cut and len(first) <= 2 else ""
    tail = "…" if len(after) >= cut and len(last) <= 2 else ""
    return lead + " ".join(first[-2:]), " ".join(last[:2]).rstrip() + tail
