"""The words of a condition within a quote, so that a reader finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What opens a condition, up to the end of its clause. "As if" and "even if" set none.
_CONDITION = re.compile(
    r"(?i)(?<!\bas )(?<!\beven )\b(?:only (?:if|when|after|once)|if|unless|until|once|provided(?: that)?|providing|on (?:the )?condition (?:that|of)|"
    r"as long as|so long as|in (?:exchange|return) for|subject to|contingent (?:up)?on|conditional (?:up)?on)\b[^,;:.!?”\"—\n]*"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a quote; ``condition`` tells whether they set one."""

    text: str
    condition: bool


def runs(text: str) -> tuple[Run, ...]:
    """The quote in runs that join back to it, none empty."""
    made: list[Run] = []
    at = 0
    for found in _CONDITION.finditer(text):
        words = found[0].rstrip()
        made += [Run(text[at : found.start()], False), Run(words, True)]
        at = found.start() + len(words)
    return tuple(run for run in (*made, Run(text[at:], False)) if run.text)
