"""The walk of ``volteface review`` on a terminal: one reading, one key. Imported only when a terminal asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from prompt_toolkit import PromptSession
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from rich.console import Console
from rich.text import Text

from extract.context import context
from extract.model import Stance
from flows.output import visible
from flows.reviewing import Journal
from warehouse.reviews import AROUND, Reading, Review, Verdict, verdict_of

KEYS = "[c]onfirm  [s]upport [o]ppose [n]eutral  [r]eject  [space] skip  [u]ndo  [q]uit > "
STRENGTHS = "strength [1] hedged [2] plain [3] firm, enter = 2, [u] back > "
_STANCES = {"s": Stance.SUPPORT, "o": Stance.OPPOSE, "n": Stance.NEUTRAL}
_WORDS = {1: "hedged", 2: "plain", 3: "firm"}


def walk(items: Sequence[Reading], journal: Journal, coder: str) -> None:
    """Show the readings one by one and keep each verdict as it is given, until the last or until the person leaves (q, Ctrl-C, Ctrl-D)."""
    console = Console(highlight=False)
    given: list[bool] = []  # for each reading passed: whether it got a verdict
    shown = -1
    try:
        while (n := len(given)) < len(items):
            item = items[n]
            if shown != n:
                _show(console, item, n + 1, len(items))
                shown = n
            key = _key(KEYS, "csonr uq")
            if key == "q":
                return
            if key == "u":
                if not given:
                    console.print("nothing to undo in this session")
                    continue
                if given.pop():
                    journal.undo()
                    console.print("undone")
                continue
            review = None if key == " " else _review(item, key, coder)
            if key != " " and review is None:
                continue
            if review is not None:
                journal.add(review)
                console.print(Text(_said(review)))
            given.append(review is not None)
    except (KeyboardInterrupt, EOFError):
        return


def _review(item: Reading, key: str, coder: str) -> Review | None:
    """The review that a key and perhaps a second one make; None where the second takes the first back."""
    at = datetime.now(UTC)
    if key == "r":
        return Review(item.claim_id, item.place, coder, Verdict.REJECT, None, None, None, at)
    stance, strength = item.stance, item.strength
    if key in _STANCES:
        second = _key(STRENGTHS, "123u", enter="2")
        if second == "u":
            return None
        stance, strength = _STANCES[key], int(second)
    return Review(item.claim_id, item.place, coder, verdict_of(stance, strength, item.stance, item.strength), stance, strength, None, at)


def _said(review: Review) -> str:
    if review.stance is None:
        return "rejected"
    word = "confirmed" if review.verdict is Verdict.CONFIRM else "corrected to"
    return f"{word}: {review.stance.value}, {_WORDS[review.strength or 2]}"


def _show(console: Console, item: Reading, number: int, of: int) -> None:
    """All of it with what acts unseen made visible; nothing of an article steers the terminal."""
    before, after = (visible(t) for t in context(item.before, item.after, cut=AROUND))
    why = f"behind a shift of probability {item.shift:.2f}" if item.shift is not None else f"confidence {item.confidence:.2f}"
    head = " · ".join(filter(None, (item.outlet, str(item.published) if item.published else "undated", item.title)))
    quote = visible(item.quote).replace("\n", " ")
    console.print()
    console.print(Text(f"{number} of {of}, {why}", style="dim"))
    console.print(Text(visible(head), style="bold"))
    console.print(Text.assemble(before, ("⟦", "dim"), (quote, "bold"), ("⟧", "dim"), after))
    console.print(Text.assemble(
        "The machine reads: ", (visible(item.actor), "bold"), " — ", (item.stance.value, "bold"), f", {_WORDS[item.strength]} — on “{visible(item.proposition)}”; ",
        visible(f"said by {item.speaker}" if item.speaker else "no speaker named"), f", {item.basis}",
    ))  # fmt: skip


def _key(message: str, allowed: str, enter: str | None = None) -> str:
    """One key of those allowed; others do nothing. Ctrl-C and Ctrl-D raise as they do at any prompt."""
    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def _(event: KeyPressEvent) -> None:
        """Any other key."""

    @bindings.add("enter")
    @bindings.add("c-j")  # what enter is where it was pressed before the prompt was there
    def _(event: KeyPressEvent) -> None:
        if enter is not None:
            event.app.exit(result=enter)

    def give(event: KeyPressEvent) -> None:
        event.app.exit(result=event.key_sequence[0].key.lower())

    for key in allowed:
        bindings.add(key)(give)
        if key.isalpha():
            bindings.add(key.upper())(give)
    session: PromptSession[str] = PromptSession(key_bindings=bindings)
    return session.prompt(message)
