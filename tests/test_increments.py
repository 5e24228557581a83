"""However the evidence comes in, the ledger ends as if all had come at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.world import make_pair
from extract.model import Basis, Outlet, Stance
from tests.words import WORDS
from warehouse import inferring, ledger, store
from warehouse.chain import Seen, infer, infer_all
from warehouse.migrate import migrate
from warehouse.model import Evidence
from warehouse.positions import TOWARDS
from warehouse.rows import rows_of
from warehouse.said import in_columns
from warehouse.utterances import grouped

pytestmark = pytest.mark.heavy

DAY = datetime(2024, 1, 1, tzinfo=UTC)
BEGUN = datetime(2024, 6, 1, tzinfo=UTC)
OWN, OTHERS = Outlet("Norland Gazette", "norland"), Outlet("Post")
PHRASES = [" ".join(WORDS[(7 * n + k * (n % 3 + 1)) % 20] for k in range(8)) for n in range(3)] + [" ".join(WORDS[:3])]


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    migrate(connection, "memory")
    return connection


def begin(connection: duckdb.DuckDBPyConnection, outlets: Sequence[Outlet] = (OWN, OTHERS)) -> None:
    connection.execute("DELETE FROM claims; DELETE FROM versions; DELETE FROM position_segments; DELETE FROM shift_log; DELETE FROM outlets")
    store.configure(connection, outlets, (), ())


def load(connection: duckdb.DuckDBPyConnection, evidence: Sequence[Evidence], at: datetime) -> None:
    rows = [
        {
            "claim_id": e.claim_id, "version_id": e.article_id, "article_id": e.article_id, "actor": e.actor, "speaker": e.speaker, "issue": e.issue, "stance": e.stance.value,
            "strength": e.strength, "score": 0.0, "conditional": e.conditional, "hedged": False, "directness": "direct", "basis": e.basis.value, "cue": "",
            "quote": e.quote, "quote_start": 0, "quote_end": len(e.quote), "said_at": e.said_at, "said_on": e.said_at.date(), "said_precision": "instant",
            "said_at_basis": "published", "coded_at": at, "coder": "made up", "confidence": e.confidence, "announced": e.announced, "path": [],
            "outlet": e.outlet, "url": e.article_id,
        }
        for e in evidence
    ]  # fmt: skip
    connection.register("incoming", pa.Table.from_pylist(rows))
    connection.execute("INSERT INTO claims BY NAME SELECT * FROM incoming")
    connection.execute(
        "INSERT INTO versions (version_id, article_id, url, outlet, fetched_at, text, text_hash, loaded_at) "
        "SELECT DISTINCT ON (version_id) version_id, version_id, url, outlet, said_at, quote, '', coded_at FROM incoming ANTI JOIN versions USING (version_id)"
    )
    connection.unregister("incoming")


def stands(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """All that the ledger says now, but for when it came to say so."""
    positions = [ledger.position_key(r) for r in rows_of(connection, "SELECT * FROM position_segments WHERE known_to IS NULL")]
    shifts = [ledger.shift_key(r) for r in rows_of(connection, "SELECT * FROM shifts WHERE withdrawn_at IS NULL")]
    claims = rows_of(connection, "SELECT claim_id, utterance_id FROM claims WHERE superseded_at IS NULL ORDER BY ALL")
    return {"positions": sorted(positions, key=str), "shifts": sorted(shifts, key=str), "claims": claims}


def take_back(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], at: datetime) -> None:
    for claim in ids:
        connection.execute("UPDATE claims SET superseded_at = ? WHERE claim_id = ? AND superseded_at IS NULL", [at, claim])


def world_of(seed: int) -> list[tuple[Evidence, int, int | None]]:
    """Claims of two issues, many of them alike; with each the increment in which it comes, and the one in which it is taken back, if any."""
    dice = random.Random(seed)
    outlets = dice.choice([[OTHERS], [OTHERS, OWN]])
    taken, span, phrases = dice.choice([0.0, 0.1]), dice.choice([10, 40, 200]), dice.sample(PHRASES, dice.randint(1, 4))
    made = []
    for n in range(dice.randint(2, 40)):
        words = dice.choice(phrases).split()
        words = words[dice.randint(0, 1) : len(words) - dice.randint(0, 3)] + dice.choice([[], ["Aye"], ["aye", "too"]])
        outlet = dice.choice(outlets)
        evidence = Evidence(
            f"c{dice.randint(0, 99):02}-{n}", f"{outlet.name} {dice.randint(0, 20)}", "norland", dice.choice([None, "Ada", "Bo"]),
            dice.choice(["bridge", "bridge", "tolls"]), dice.choice([Stance.SUPPORT, Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL]),
            dice.randint(1, 3), dice.random() < 0.3, dice.choice(list(Basis)), " ".join(words),
            DAY + timedelta(hours=dice.randint(0, span) * 12), dice.choice([0.5, 0.8, 0.9]), dice.random() < 0.1, outlet.name,
        )  # fmt: skip
        made.append((evidence, dice.randint(0, 3), dice.randint(1, 3) if dice.random() < taken else None))
    return made


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_split_into_increments_ends_in_the_same_ledger(empty: duckdb.DuckDBPyConnection, seed: int) -> None:
    world = world_of(seed)
    begin(empty)
    for step in range(4):
        at = BEGUN + timedelta(days=step)
        if new := [e for e, comes, _ in world if comes == step]:
            load(empty, new, at)
        take_back(empty, [e.claim_id for e, comes, goes in world if goes == step and comes < step], at)
        ledger.infer(empty, (), since=at, at=at)
    split = stands(empty)
    begin(empty)
    load(empty, [e for e, _, _ in world], BEGUN)
    take_back(empty, [e.claim_id for e, comes, goes in world if goes is not None and comes < goes], BEGUN)
    ledger.infer(empty, (), since=BEGUN, at=BEGUN)
    assert split == stands(empty)


def test_a_large_pair_that_grows_by_little_ends_in_the_same_ledger(empty: duckdb.DuckDBPyConnection) -> None:
    """Most speakers of most pairs are left alone, and the words of most quotes are never looked at."""
    every = sorted((e for n in range(12) for e in make_pair(n, 5, 0.2, (3, 15)).evidence), key=lambda e: (e.said_at, e.claim_id))
    assert len(every) > 4096, "more than DuckDB hands out at once"
    begin(empty)
    for step, (first, last) in enumerate([(0, -300), (-300, -100), (-100, -20), (-20, len(every))]):
        at = BEGUN + timedelta(days=step)
        load(empty, every[first:last], at)
        touched = ledger.infer(empty, (), since=at, at=at)
        assert touched
        new = rows_of(empty, "SELECT DISTINCT speaker FROM position_segments WHERE known_from = $at", {"at": at})
        assert step < 3 or len(new) > 1
    split = stands(empty)
    again = BEGUN + timedelta(days=9)
    assert ledger.infer(empty, (), since=again, at=again) == 0
    begin(empty)
    load(empty, every, BEGUN)
    ledger.infer(empty, (), since=BEGUN, at=BEGUN)
    assert split == stands(empty)


def test_only_what_is_new_is_compared_and_only_whoever_said_it_is_inferred_for(empty: duckdb.DuckDBPyConnection) -> None:
    begin(empty)
    every = [_spoken(n, ("Ada", "Bo")[n % 2]) for n in range(8)]
    load(empty, every, BEGUN)
    ledger.infer(empty, (), since=BEGUN, at=BEGUN)
    load(empty, [_spoken(8, "Ada")], BEGUN + timedelta(days=1))
    pair = {("norland", "bridge")}
    (merely,) = inferring.inferences(empty, pair, (), grown=pair)
    (anew,) = inferring.inferences(empty, pair, ())
    assert merely.inferred.standing == ("Bo",) and anew.inferred.standing == ()
    assert [p for p in anew.inferred.positions if p.speaker != "Bo"] == list(merely.inferred.positions)
    assert [u.claims for u in merely.moved] == [("c8",)] and merely.inferred.utterances == anew.inferred.utterances == anew.moved


def test_an_outlet_that_no_longer_speaks_for_the_actor_has_its_pairs_grouped_anew(empty: duckdb.DuckDBPyConnection) -> None:
    begin(empty)
    twice = [_spoken(n, "Ada", article=f"{OWN.name} {n}", quote=PHRASES[0], outlet=OWN.name) for n in range(2)]
    load(empty, [*twice, _spoken(2, "Ada")], BEGUN)
    ledger.infer(empty, (), since=BEGUN, at=BEGUN)
    utterances = "SELECT count(DISTINCT utterance_id) FROM claims"
    assert empty.execute(utterances).fetchone() == (3,), "what the actor's own outlet publishes again is said again"
    later = BEGUN + timedelta(days=1)
    store.configure(empty, [OWN, OTHERS], (), ())
    assert ledger.infer(empty, (), since=later, at=later) == 0
    store.configure(empty, [Outlet(OWN.name), OTHERS], (), ())
    assert ledger.infer(empty, (), since=later, at=later) == 1
    assert empty.execute(utterances).fetchone() == (2,)


def _spoken(number: int, speaker: str, article: str | None = None, quote: str | None = None, outlet: str = "Post") -> Evidence:
    words = quote or " ".join(f"{WORDS[(number * 7 + k * 3) % 20]}{number}" for k in range(8))
    return Evidence(
        f"c{number}", article or f"a{number}", "norland", speaker, "bridge", Stance.SUPPORT, 2, False, Basis.OFFICIAL, words,
        DAY + timedelta(days=9 * number), 0.9, False, outlet,
    )  # fmt: skip


def test_claims_read_in_small_batches_give_the_same(empty: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [e for n in range(12) for e in make_pair(n, 5, 0.2, (3, 15)).evidence]
    pairs = {(e.actor, e.issue) for e in every}
    begin(empty)
    load(empty, every, BEGUN)
    whole = list(inferring.inferences(empty, pairs, ()))
    monkeypatch.setattr(inferring, "_BATCH", 1)
    assert list(inferring.inferences(empty, pairs, ())) == whole
    assert {of.pair for of in whole} == pairs


@given(st.lists(st.lists(st.tuples(st.floats(0, 900), st.integers(0, 2), st.floats(0.34, 0.99), st.booleans()), min_size=1, max_size=9), max_size=6))
@settings(deadline=None)
def test_many_chains_at_once_are_what_each_is_alone(rows: list[list[tuple[float, int, float, bool]]]) -> None:
    series = [[Seen(*row) for row in sorted(chain)] for chain in rows]
    assert infer_all(series, TOWARDS) == [infer(chain, TOWARDS) for chain in series]


def test_what_is_said_of_one_pair_is_grouped_alone() -> None:
    """The same words on two issues are two utterances, in whatever order the pairs come."""
    one = [_spoken(n, "Ada", quote=PHRASES[0]) for n in range(3)]
    said = in_columns([*one, *(e.__class__(*(getattr(e, f) if f != "issue" else "tolls" for f in e.__slots__)) for e in one)])
    assert len(set(grouped(said).tolist())) == len(said.pairs) == 2
