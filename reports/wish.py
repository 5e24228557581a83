"""What a channel wants to hear: a value of the monitor file, apart from the words that are made for it so that reading the file stays quick."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.model import Change


@dataclass(frozen=True, slots=True)
class Wish:
    """What a channel wants to hear: empty collections are all; ``minimum`` is a probability."""

    actors: Collection[str] = ()
    issues: Collection[str] = ()
    minimum: float = 0.9

    def wants(self, change: Change) -> bool:
        """Whether the shift is about what is asked for."""
        return (not self.actors or change.actor in self.actors) and (not self.issues or change.issue in self.issues)
