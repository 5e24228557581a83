"""What could not be checked, what outlets did afterwards, and how the report was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extract.model import Decision
from reports.facts import LISTED, Facts, day
from reports.model import Abstained, Afterwards, Broken, Checked, Doubtful, Made, Measured, Missed

DOCUMENTS = 8  # documents named for one outlet and outcome
REVIEWED = 10  # reviewed passages from which an issue's measured error is told by itself


def checked(facts: Facts) -> Checked:
    """The measure of every "no change"."""
    spoken = facts.spoken.values()
    outlets = tuple(sorted({o for s in spoken for o in s.outlets}))
    return Checked(sum(s.n_claims for s in spoken), sum(s.n_utterances for s in spoken), len(spoken), facts.reading.n_articles, outlets)


def missed(facts: Facts) -> Iterator[Missed]:
    """Failures first, by outlet."""
    groups: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for t in facts.troubles:
        groups[t.outlet, t.outcome, t.stage, t.reason].append(t.document)
    for key in sorted(groups, key=lambda k: (not Decision(k[1]).is_failure, k)):
        outlet, outcome, stage, reason = key
        documents = sorted(groups[key])
        yield Missed(outlet, outcome, stage, reason, Decision(outcome).is_failure, len(documents), tuple(documents[:DOCUMENTS]))


def abstained(facts: Facts, issue: str | None) -> Iterator[Abstained]:
    """By issue, the most frequent first."""
    reasons: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in facts.abstentions:
        if row.issue in facts.issues or issue is None:
            reasons[row.issue].append((row.reason, row.n))
    for name, found in sorted(reasons.items(), key=lambda item: (-sum(n for _, n in item[1]), item[0])):
        yield Abstained(name, facts.issues.get(name, name), sum(n for _, n in found), tuple(sorted(found, key=lambda r: (-r[1], r[0]))))


def afterwards(facts: Facts) -> Iterator[Afterwards]:
    """Deletions and restorations first."""
    for r in facts.revisions[:LISTED]:
        yield Afterwards(r.kind, day(r.at), r.summary, r.outlet, r.title, r.url, r.n_claims)


def doubtful(facts: Facts) -> Iterator[Doubtful]:
    """Articles without a day first."""
    for d in facts.doubtful:
        yield Doubtful(d.outlet, d.title, d.url, d.undated, d.doubts)


def broken(facts: Facts) -> Iterator[Broken]:
    """Of the quotes that the report might have shown, those that are not what stands in their version."""
    for c in facts.ledger.full:
        if not c.verbatim:
            yield Broken(c.claim_id, c.outlet, c.url, c.said_on)


def measured(facts: Facts) -> Iterator[Measured]:
    """What people's reviews say of the machine: all issues together, then those of the report of which enough was reviewed, in their order."""
    found = {m.issue: m for m in facts.measured}
    told = [issue for issue in facts.issues if issue in found and found[issue].n_checked >= REVIEWED]
    for issue in (None, *told) if found else ():
        m = found[issue]
        yield Measured(issue, facts.issues[issue] if issue else None, m.n_checked, m.n_wrong, m.error, *m.interval, m.stated, m.believed)


def made(facts: Facts, program: str, monitor_digest: str) -> Made:
    """The versions, and the counts of the whole warehouse."""
    counts, coders = facts.counts, facts.reading.coders or ((facts.last_coder,) if facts.last_coder else ())
    return Made(
        program, monitor_digest, coders, counts.pages, counts.articles, counts.versions, counts.revisions, counts.coded,
        counts.other_language, counts.undated, facts.reading.n_undated, counts.claims, facts.n_utterances, counts.abstentions, facts.n_shifts,
    )  # fmt: skip
