"""Which change comes first: one declared rule, applied in order, each step deciding only what the ones before left open.

1. The kind, in the order of ``WEIGHT``.
2. How sure it is, in three steps: over 99 %, 90 % and more, less.
3. The authority of the best words after it: official and direct, official, said by a named office-holder, other.
4. Independence: the utterances on both sides, then the outlets on both sides.
5. The probability in whole percent, then the order of the monitor file.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Basis, Directness
from warehouse.model import Kind, Utterance
from warehouse.read import ClaimRow, ShiftRow

KINDS = (Kind.REVERSAL, Kind.TURNOVER, Kind.RETURN, Kind.WITHDRAWN, Kind.CONDITIONAL, Kind.HARDENING, Kind.SOFTENING, Kind.ANNOUNCED, Kind.NEW)
WEIGHT = {kind.value: i for i, kind in enumerate(KINDS)} | {Kind.SOFTENING.value: 5}  # a hardening and a softening weigh the same
PLAIN, PROBABLE = 0.99, 0.9  # over the one a change is told plainly, under the other only as probable

RULE = (
    "by kind (reversal, turnover, return, withdrawn, conditional, hardening or softening, announced, new); then by how sure we are "
    "(over 99 %, 90 % and more, less); then by the authority of the words after it (official and direct, official, a named office-holder, others); "
    "then by the number of independent utterances and of outlets on both sides"
)
"""The rule as a reader is told it."""


def surety(probability: float) -> int:
    """2: told plainly; 1: told with its percentage; 0: told as probable."""
    return (probability > PLAIN) + (probability >= PROBABLE)


def authority(claims: Sequence[ClaimRow]) -> int:
    """0, the highest, to 3."""

    def rank(c: ClaimRow) -> int:
        if c.basis == Basis.OFFICIAL:
            return 0 if c.directness == Directness.DIRECT else 1
        return 2 if c.role else 3

    return min((rank(c) for c in claims if c.verbatim), default=3)


def consequence(shift: ShiftRow, before: Sequence[Utterance], after: Sequence[Utterance], words: Sequence[ClaimRow]) -> tuple[int, ...]:
    """A key to sort by, the most consequential first; ``words`` are the claims of ``after``."""
    outlets = {o for u in (*before, *after) for o in u.outlets}
    independent = shift.n_before + shift.n_after
    return (WEIGHT[shift.kind], -surety(shift.probability), authority(words), -independent, -len(outlets), -int(shift.probability * 100))
