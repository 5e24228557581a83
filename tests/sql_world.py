"""A warehouse with contents that can be counted by hand: two powers, two issues, four outlets, eleven live claims. For the cookbook, exports and prompts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.connection import Warehouse

OLD, NEW = "rules 1", "rules 2"
LOADED, KNOWN, LATER = (datetime(2025, month, 1, 6, tzinfo=UTC) for month in (2, 4, 5))
US, RUSSIA = "united-states", "russia"


def at(text: str) -> datetime:
    """An instant of 2025: "03-15 09:00"."""
    return datetime.fromisoformat(f"2025-{text}:00+00:00")


# id, outlet, published, precision, actor, speaker, issue, stance, utterance, what differs from a plain official claim
CLAIMS: tuple[tuple[str, str, str | None, str, str, str | None, str, str, str | None, dict[str, Any]], ...] = (
    ("c1", "Alpha", "01-10 08:00", "instant", US, "Marco Rubio", "ceasefire", "oppose", "u1", {}),
    ("c2", "Beta", "01-10 12:00", "instant", US, "Marco Rubio", "ceasefire", "oppose", "u1", {}),
    ("c3", "Gamma", "01-10 00:00", "day", US, "Marco Rubio", "ceasefire", "oppose", "u1", {}),
    ("c4", "Alpha", "02-05 10:00", "instant", US, "Keith Kellogg", "ceasefire", "support", "u2", {"conditional": True, "strength": 1}),
    ("c5", "Beta", "03-15 09:00", "instant", US, "Donald Trump", "ceasefire", "support", "u3", {}),
    ("c6", "Alpha", "03-15 11:00", "instant", US, "Donald Trump", "ceasefire", "support", "u3", {}),
    ("c7", "White House", "04-02 10:00", "instant", US, None, "sanctions", "oppose", "u4", {"strength": 3, "directness": "direct"}),
    ("c8", "Alpha", "01-20 10:00", "instant", RUSSIA, "Sergei Lavrov", "ceasefire", "oppose", "u5", {}),
    ("c9", "Beta", "02-01 10:00", "instant", RUSSIA, "Vladimir Putin", "sanctions", "support", "u6", {}),
    ("c10", "Gamma", "04-10 00:00", "day", RUSSIA, None, "ceasefire", "support", "u7", {"basis": "anonymous", "hedged": True}),
    ("c11", "Gamma", None, "day", RUSSIA, None, "sanctions", "neutral", None, {"basis": "characterised", "strength": 1}),
)  # fmt: skip
FORMER = (("c1", US, "ceasefire", "support"), ("c8", RUSSIA, "ceasefire", "oppose"), ("c4", US, "sanctions", "oppose"))
"""What the coder before said of the same versions: turned, the same, lost. Of c9's version it said nothing."""


def quote_of(claim: str) -> str:
    """The words of a claim; CSV and a terminal have something to do with them."""
    return f'"Words, of\n{claim}", he said'


def version_of(claim: str) -> str:
    """The version in which a claim stands."""
    return "v" + claim.removeprefix("c")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    schema = connection.table(table).limit(0).to_arrow_table().schema
    incoming = pa.Table.from_pylist(rows, schema=pa.schema([f for f in schema if f.name in rows[0]]))
    connection.register("incoming", incoming)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def _version(claim: str, outlet: str, published: datetime | None, precision: str, **more: Any) -> dict[str, Any]:
    name = version_of(claim)
    return {
        "version_id": name, "article_id": f"a-{name}", "url": f"https://{outlet.lower().replace(' ', '-')}.example/{name}", "outlet": outlet, "title": f"Title of {name}",
        "published_at": published if precision == "instant" else None, "published_on": published.date() if published else None,
        "fetched_at": (published or LATER) + timedelta(hours=2), "text": f"Before.\n{quote_of(claim)}\nAfter.", "text_hash": name, "story_id": f"s-{name}",
        "loaded_at": (published or LATER) + timedelta(hours=3 if outlet == "Alpha" else 5), "doubts": None, "replaced_by": None,
        "authors": ["Ann Author", "Bo Author"], "genre": "news", **more,
    }  # fmt: skip


def _claim(row: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    name, outlet, when, precision, actor, speaker, issue, stance, utterance, special = row
    said = at(when) if when else None
    strength = special.get("strength", 2)
    quote = quote_of(name)
    return {
        "claim_id": name, "version_id": version_of(name), "article_id": f"a-{version_of(name)}", "actor": actor, "speaker": speaker, "issue": issue, "stance": stance, "strength": strength,
        "score": {"support": 1, "oppose": -1, "neutral": 0}[stance] * strength / 3, "conditional": False, "hedged": False, "directness": "indirect",
        "basis": "official", "cue": "said", "quote": quote, "quote_start": 8, "quote_end": 8 + len(quote), "said_at": said, "said_on": said.date() if said else None,
        "said_precision": precision if said else None, "said_at_basis": "published" if said else None, "published_at": said if precision == "instant" else None,
        "coded_at": KNOWN, "superseded_at": None, "coder": NEW, "confidence": 0.9, "announced": False, "path": ["one", "two"], "utterance_id": utterance,
        "outlet": outlet, "url": f"https://{outlet.lower().replace(' ', '-')}.example/{version_of(name)}", **special, **more,
    }  # fmt: skip


def _segment(
    actor: str,
    speaker: str | None,
    issue: str,
    stance: str,
    begin: str,
    end: str | None,
    known: datetime,
    until: datetime | None = None,
    probability: float = 0.9,
) -> dict[str, Any]:
    return {
        "actor": actor, "speaker": speaker, "issue": issue, "said_from": at(begin), "said_to": at(end) if end else None, "known_from": known, "known_to": until,
        "stance": stance, "score": {"support": 0.9, "oppose": -0.9}[stance], "probability": probability, "n_claims": 2, "n_utterances": 1,
        "first_said": at(begin), "last_said": at(begin),
    }  # fmt: skip


def _shift(name: str, actor: str, issue: str, kind: str, before: str | None, after: str, latest: date, probability: float, **more: Any) -> dict[str, Any]:
    return {
        "shift_id": name, "revision": 1, "actor": actor, "speaker": None, "issue": issue, "kind": kind, "from_stance": before, "to_stance": after, "earliest": None,
        "latest": latest, "credible_from": latest - timedelta(days=3), "credible_to": latest, "probability": probability, "n_before": 1, "n_after": 1,
        "before_claims": [], "after_claims": [], "detected_at": LOADED, "known_from": LOADED, "known_to": None, "withdrawn_at": None, "cause": "evidence", **more,
    }  # fmt: skip


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Write all of it into a migrated warehouse."""
    _insert(connection, "outlets", [{"name": n, "speaks_for": US if n == "White House" else None} for n in ("Alpha", "Beta", "Gamma", "White House")])
    _insert(connection, "actors", [{"id": US, "name": "United States"}, {"id": RUSSIA, "name": "Russia"}, {"id": "france", "name": "France"}])
    _insert(
        connection,
        "issues",
        [{"id": i, "proposition": p, "terms": [i], "against": []} for i, p in (("ceasefire", "A ceasefire is agreed"), ("sanctions", "Sanctions are eased"))],
    )
    people = ((US, "Donald Trump", "President", 2025, None), (US, "Marco Rubio", "Secretary of State", 2025, None), (US, "Antony Blinken", "Secretary of State", 2021, 2025),
              (RUSSIA, "Vladimir Putin", "President", 2012, None), (RUSSIA, "Sergei Lavrov", "Foreign Minister", 2004, None))  # fmt: skip
    _insert(
        connection,
        "speakers",
        [{"actor": a, "name": n, "role": r, "from_day": date(b, 1, 1), "to_day": date(e, 1, 1) if e else None} for a, n, r, b, e in people],
    )
    _insert(connection, "runs", [{"run_id": "r1", "kind": "run", "started_at": at("03-01 06:00")}])
    versions = [_version(c[0], c[1], at(c[2]) if c[2] else None, c[3]) for c in CLAIMS]
    for version in versions:
        if version["version_id"] in ("v1", "v2", "v3"):
            version["story_id"] = "s1"
        if version["version_id"] == "v11":
            version["doubts"] = ["the page says 2031"]
    versions += [_version("c5", "Beta", at("03-15 09:00"), "instant", version_id="v5b", article_id="a-v5", text="Before. After.", story_id="s-v5"),
                 _version("c6", "Alpha", at("03-15 11:00"), "instant", version_id="v6b", article_id="a-v6", text=f"{quote_of('c6')} and more", story_id="s-v6")]  # fmt: skip
    _insert(connection, "versions", versions)
    _insert(
        connection, "articles", [{"article_id": v["article_id"], "url": v["url"], "outlet": v["outlet"], "first_seen": v["fetched_at"]} for v in versions[:11]]
    )
    claims = [_claim(c) for c in CLAIMS]
    by_id = {c[0]: c for c in CLAIMS}
    claims += [
        _claim(by_id[name], claim_id=f"{name}-old", actor=actor, issue=issue, stance=stance, coder=OLD, coded_at=LOADED, superseded_at=KNOWN, utterance_id=None)
        for name, actor, issue, stance in FORMER
    ]
    _insert(connection, "claims", claims)
    codings = [{"version_id": version_of(c), "coder": OLD, "coded_at": LOADED, "superseded_at": KNOWN, "outcome": "coded"} for c in ("c1", "c4", "c8", "c9")]
    _insert(
        connection,
        "codings",
        codings + [{"version_id": version_of(c[0]), "coder": NEW, "coded_at": KNOWN, "superseded_at": None, "outcome": "coded"} for c in CLAIMS],
    )
    _insert(connection, "position_segments", [
        _segment(US, None, "ceasefire", "oppose", "01-10 08:00", None, LOADED, LATER, 0.8),
        _segment(US, None, "ceasefire", "oppose", "01-10 08:00", "03-15 09:00", LATER),
        _segment(US, None, "ceasefire", "support", "03-15 09:00", None, LATER, probability=0.7),
        _segment(US, None, "sanctions", "oppose", "04-02 10:00", None, LATER),
        _segment(US, "Marco Rubio", "ceasefire", "oppose", "01-10 08:00", None, LOADED),
        _segment(RUSSIA, None, "ceasefire", "oppose", "01-20 10:00", None, LOADED),
        _segment(RUSSIA, None, "sanctions", "support", "02-01 10:00", None, LATER),
    ])  # fmt: skip
    _insert(connection, "shift_log", [
        _shift("reversed", US, "ceasefire", "reversal", "oppose", "support", date(2025, 3, 15), 0.95, before_claims=["c2", "c1"], after_claims=["c5", "c6"]),
        _shift("first", RUSSIA, "ceasefire", "new", None, "oppose", date(2025, 1, 20), 0.9, after_claims=["c8"]),
        _shift("softened", RUSSIA, "ceasefire", "reversal", "oppose", "support", date(2025, 4, 10), 0.6, before_claims=["c8"], after_claims=["c10"]),
        _shift("gone", RUSSIA, "sanctions", "reversal", "oppose", "support", date(2025, 2, 1), 0.5, withdrawn_at=LOADED + timedelta(days=10)),
    ])  # fmt: skip
    _insert(connection, "reviews", [
        {"review_id": "w1", "claim_id": "c8-old", "version_id": "v8", "actor": RUSSIA, "issue": "ceasefire", "quote_start": 8, "quote_end": 8 + len(quote_of("c8")),
         "coder": "human:ann", "verdict": "confirm", "stance": "oppose", "strength": 2, "note": None, "reviewed_at": LATER},
    ])  # fmt: skip
    _insert(connection, "measured_errors", [
        {"issue": issue, "n_checked": 1, "n_wrong": 0, "stated": 0.1, "believed": 0.099, "factor": 0.99, "known_from": LATER, "known_to": None}
        for issue in (None, "ceasefire")
    ])  # fmt: skip
    _insert(connection, "revisions", [
        {"article_id": f"a-{before}", "before_version": before, "after_version": after, "at": at(when), "summary": summary, "loaded_at": LATER, "kind": kind}
        for before, after, when, summary, kind in (("v5", "v5b", "03-16 09:00", "cut", "edit"), ("v6", "v6b", "03-17 09:00", "added", "edit"), ("v8", None, "03-18 09:00", "gone", "deletion"))
    ])  # fmt: skip
    _insert(connection, "fetches", [
        {"fetch_id": f"f{n}", "url": f"https://alpha.example/{n}", "outlet": "Alpha", "started_at": at("01-08 06:00"), "decision": decision}
        for n, decision in enumerate(("allowed", "allowed", "not-modified", "failed"))
    ])  # fmt: skip
    _insert(
        connection, "failures", [{"run_id": "r1", "outlet": "Gamma", "document": "d", "at": at("01-14 06:00"), "stage": "clean", "reason": "no article in it"}]
    )
    _insert(connection, "abstentions", [
        {"version_id": "v1", "issue": issue, "quote_start": 0, "quote_end": 4, "reason": reason, "coder": NEW, "coded_at": KNOWN, "superseded_at": None}
        for issue, reason in (("ceasefire", "unknown: rain"), ("sanctions", "no holder: it"), ("sanctions", "no holder: they"), ("sanctions", "unknown: snow"))
    ])  # fmt: skip


def made(folder: Path) -> Warehouse:
    """The warehouse, published in a folder."""
    warehouse = Warehouse(folder / "volteface.duckdb")
    with warehouse.writing() as connection:
        fill(connection)
    warehouse.publish()
    return warehouse
