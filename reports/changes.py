"""Shifts as a reader meets them: the sentence, both sides with their words, the difference word by word."""

from __future__ import annotations

from datetime import UTC

from reports import phrases
from reports.evidence import attached, listed, points, sides, telling
from reports.facts import Facts
from reports.links import web
from reports.model import Change, Statement
from reports.wording import close, diff
from warehouse.model import Kind
from warehouse.read import ShiftRow
from warehouse.series import undated


def change(facts: Facts, s: ShiftRow) -> Change:
    """The shift with all that a reader may ask of it."""
    ledger, most = facts.ledger, listed(len(facts.shifts.changed))
    said = ledger.said(s.actor, s.issue)
    before, after = sides(s, said)
    came = attached(before, after)
    rising = came if s.kind == Kind.CONDITIONAL else s.kind == Kind.HARDENING
    one = ledger.side(before, s.from_stance, s.n_before, s.earliest or s.latest, telling(s.kind, ledger.rows(before), high=not rising), most=most)
    other = ledger.side(
        after, s.to_stance, s.n_after, s.latest, telling(s.kind, ledger.rows(after), high=rising), most=most,
        statements=_statements(facts, s) if s.kind == Kind.WITHDRAWN and not after else (),
    )  # fmt: skip
    texts = (one.quote.text, other.quote.text) if one.quote and other.quote else ("", "")
    named, proposition = facts.names((s.actor, s.issue))
    return Change(
        s.shift_id, s.revision, s.actor, named, s.issue, proposition, s.kind, s.from_stance, s.to_stance, s.earliest, s.latest,
        s.credible_from, s.credible_to, s.probability, s.from_probability,
        phrases.sentence(
            actor=named, proposition=proposition, kind=s.kind, from_stance=s.from_stance, to_stance=s.to_stance,
            earliest=s.earliest, latest=s.latest, probability=s.probability, from_probability=s.from_probability, attached=came, silent=other.silent,
        ),
        one, other, diff(*texts) if texts[0] != texts[1] and close(*texts) else (), points(said, before, after),
        s.detected_at.astimezone(UTC), s.known_from.astimezone(UTC), s.withdrawn_at.astimezone(UTC) if s.withdrawn_at else None, s.cause,
    )  # fmt: skip


def _statements(facts: Facts, s: ShiftRow) -> tuple[Statement, ...]:
    """The statements after the change that leave the issue out: later ones of the rows in which the actor had taken its stance."""
    spoke = {c.article_id for c in facts.ledger.by_pair.get((s.actor, s.issue), ()) if c.own}
    own = facts.statements.get(s.actor, ())
    rows = {(r.outlet, undated(r.title or "")) for r in own if r.article_id in spoke}
    silent = [r for r in own if r.published_on >= s.latest and r.article_id not in spoke and (r.outlet, undated(r.title or "")) in rows]
    return tuple(Statement(r.title or r.url, r.outlet, r.published_on, web(r.url)) for r in silent[: s.n_after])
