"""What the way up from an issue's words has found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


ONE_OPTION = "one of the options"
"""The step over what is only listed among others: "a range of options, including it"."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way up: how it is told to a reader, the word that it read, and its sign (0 where it has none)."""

    text: str
    word: Token | None = None
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """What a proposition says, as the way up from its words may meet it.

    ``done``: the stems of its predicate, where the words do not hold it and it ends nothing; ``verb``: its lemma; ``said``: the stems of all that
    it says, and ``words`` those of each of its words; ``predicate``: those of its predicate, whatever the words; ``affords``: it makes a thing cost less;
    ``returns``: it gives a thing back; ``burden``: the words are what it makes people pay less of; ``beset``: what
    it frees of an ill; ``players``: who should do what it says, to its ``objects`` (stems); ``regulates``: it puts
    them under rules.
    """

    done: frozenset[str] = frozenset()
    verb: str = ""
    said: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()
    predicate: frozenset[str] = frozenset()
    affords: bool = False
    returns: bool = False
    burden: bool = False
    beset: bool = False
    players: bool = False
    regulates: bool = False
    objects: frozenset[str] = frozenset()


NOTHING = Own()


@dataclass(slots=True)
class Reading:
    """What the way up found. ``holder`` is the token that holds the stance; None means whoever says so.

    ``kind`` is ``attitude``, ``deontic``, ``judgement``, ``act`` or empty where no stance was met, and
    ``stop`` says why. ``impersonal``: nobody is said to hold it ("there is support for …"). ``also``: those whose wish was
    met or refused by the holder, each with the sign of the wish. ``judged_of``: who is judged unready for it. ``absent``: the
    words themselves are denied ("no accord"). ``by_phrase``: judged by a fixed phrase ("off the table"). ``turned``: said to be so now
    and not before ("dropped its objections", "resumed it", "no longer wants it"). ``accused``: who is said to have committed it.
    ``within``: what is read of lies in it. ``able``: where it is said that somebody can do it. ``own``: what the proposition says of the words.
    """

    sign: int
    strength: int = 2
    kind: str = ""
    holder: Token | None = None
    neutral: bool = False
    hedged: bool = False
    conditional: bool = False
    impersonal: bool = False
    needed: bool = False
    held: int = 0
    inner: int = 0
    also: list[tuple[Token, int]] = field(default_factory=list)
    judged_of: Token | None = None
    cue: list[Token] = field(default_factory=list)
    source_verb: Token | None = None
    harmed: bool = False
    own: Own = NOTHING
    anchor: Token | None = None
    governor: Token | None = None
    top: Token | None = None
    absent: bool = False
    by_phrase: bool = False
    turned: bool = False
    accused: Token | None = None
    able: Token | None = None
    within: bool = False
    steps: list[Step] = field(default_factory=list)
    stop: str = ""

    def note(self, text: str, word: Token | None = None, sign: int = 0) -> None:
        """Add a step to the way up."""
        self.steps.append(Step(text, word, sign))

    @property
    def path(self) -> tuple[str, ...]:
        """The way up as it is shown to a user."""
        return tuple(step.text for step in self.steps)

    @property
    def found(self) -> bool:
        """Whether a stance was met at all."""
        return bool(self.kind)

    @property
    def content(self) -> int:
        """How being for all that was read below any stance ("sending troops" of "support sending troops") is to being for the proposition."""
        return self.inner or self.sign

    @property
    def bare(self) -> bool:
        """Whether nothing with a sign of its own has been met above the words."""
        return not any(step.sign for step in self.steps[1:])

    @property
    def untouched(self) -> bool:
        """Whether the words name only what the proposition would harm, and nothing has been said of it yet."""
        return self.harmed and len(self.steps) == 1

    def end(self, reason: str) -> None:
        """End without a stance."""
        self.stop, self.kind = reason, ""
