"""What follows from the claims of a warehouse: they are read, and nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extract.model import Actor
from warehouse import measuring, series
from warehouse.connection import query
from warehouse.inference import Case, Inferred, infer
from warehouse.measuring import Trust
from warehouse.model import Utterance
from warehouse.packed import Flags
from warehouse.read_pairs import Pair, table_of
from warehouse.rows import Row, cursor_of, rows_of, with_rows
from warehouse.said import Said, columns, made, unmoved
from warehouse.utterances import grouped
from warehouse.voices import authority_of

_BATCH = 100_000  # claims inferred from at a time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows for one pair of actor and issue; ``moved`` are its utterances that are not stored as they are."""

    pair: Pair
    inferred: Inferred
    moved: tuple[Utterance, ...]


def inferences(
    connection: duckdb.DuckDBPyConnection, pairs: Set[Pair], actors: Sequence[Actor], trust: Trust | None = None, grown: Set[Pair] = frozenset()
) -> Iterator[Outcome]:
    """What follows from the live, dated claims of these pairs, a pair at a time; also for those without any.

    ``trust`` is how far the machine is believed; None: as the warehouse has it. Of pairs that have merely ``grown`` since they were last
    inferred with this trust, speakers are left out for whom the same follows as then.
    """
    heads = {actor.id: head_changes(actor) for actor in actors}
    authority = {actor.id: authority_of(actor.speakers) for actor in actors}
    silent = silences(connection)
    left = dict.fromkeys(sorted(pairs))
    for said in _claims(connection, table_of(pairs), trust or Trust(measuring.known(connection))):
        more = np.array([pair in grown for pair in said.pairs])
        number = grouped(said, more)
        same = unmoved(said, number) & more[said.pair]
        moved, renewed = _moved(said, same)
        cases = []
        for n, (pair, utterances) in enumerate(zip(said.pairs, made(said, number, same), strict=True)):
            left.pop(pair)
            only = renewed[n] if more[n] else None
            cases.append(Case(*pair, utterances, heads.get(pair[0], ()), silent.get(pair, ()), authority.get(pair[0], {}), only))
        for case, found in zip(cases, infer(cases), strict=True):
            yield Outcome((case.actor, case.issue), found, tuple(u for u in found.utterances if u.claims[0] in moved))
    for pair in left:
        yield Outcome(pair, Inferred((), (), ()), ())


def _moved(said: Said, same: Flags) -> tuple[set[str], list[set[str]]]:
    """The claims whose utterances are not stored as they are, and for each pair the speakers named in these."""
    at = np.flatnonzero(~same)
    renewed: list[set[str]] = [set() for _ in said.pairs]
    for pair, speaker in set(zip(said.pair[at].tolist(), said.speaker[at].tolist(), strict=True)):
        renewed[pair].add(said.speakers[speaker] or "")
    return {said.claims[i] for i in at.tolist()}, renewed


def _claims(connection: duckdb.DuckDBPyConnection, pairs: pa.Table, trust: Trust) -> Iterator[Said]:
    """The claims of the pairs, ordered by pair, read a batch of whole pairs at a time through a cursor of their own; each as sure as it is believed to be."""
    with cursor_of(connection) as cursor:
        cursor.register("incoming", pairs)
        held: list[pa.Table] = []
        for batch in cursor.execute(query("evidence")).to_arrow_reader(_BATCH):
            table = pa.Table.from_batches([batch])
            begun = len(table) - pc.sum(pc.and_(pc.equal(table["actor"], table["actor"][-1]), pc.equal(table["issue"], table["issue"][-1]))).as_py()
            if begun:
                yield columns(trust.believed(pa.concat_tables([*held, table[:begun]])))
                held = []
            held.append(table[begun:])
        if held:
            yield columns(trust.believed(pa.concat_tables(held)))


def silences(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Utterance]]:
    """For each actor and issue: the periodic statements that leave out what earlier ones said."""
    made: dict[tuple[str, str], list[Utterance]] = defaultdict(list)
    terms = {r["id"]: (*r["terms"], *r["against"]) for r in rows_of(connection, query("issue_terms"))}
    for row in series.rows(series.Statement(**r) for r in rows_of(connection, query("statements"))):
        taken: dict[str, set[str]] = defaultdict(set)
        for found in _by_version(connection, "stances_taken", row):
            if found["actor"] == row[0].actor:
                taken[found["issue"]].add(found["version_id"])
        last = row[-series.SAMPLE :]
        if not taken or not series.is_periodic(list(_texts(connection, last).values())):
            continue
        texts = _texts(connection, row)
        for issue, versions in taken.items():
            made[row[0].actor, issue] += series.silences(row, issue, texts, terms.get(issue, ()), versions)
    return made


def _by_version(connection: duckdb.DuckDBPyConnection, name: str, statements: Sequence[series.Statement]) -> list[Row]:
    return with_rows(connection, name, pa.table({"version_id": pa.array([s.version_id for s in statements], pa.string())}))


def _texts(connection: duckdb.DuckDBPyConnection, statements: Sequence[series.Statement]) -> dict[str, str]:
    """The texts of statements by version, in the statements' order."""
    found = {r["version_id"]: r["text"] for r in _by_version(connection, "texts", statements)}
    return {s.version_id: found[s.version_id] for s in statements}


def head_changes(actor: Actor) -> list[date]:
    """The days on which somebody took over as head of state or government."""
    heads = ("president", "prime minister", "chancellor", "premier", "chair", "secretary general", "secretary-general")
    return sorted({s.start for s in actor.speakers if s.start and s.role.lower() in heads})
