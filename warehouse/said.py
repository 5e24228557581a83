"""The claims of many pairs of actor and issue in columns, as numbers where there is no need of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extract.model import Basis, Stance, digest
from warehouse.model import Evidence, Utterance
from warehouse.packed import Flags, Floats, Ints

STANCES = tuple(Stance)
_BASIS = {Basis.OFFICIAL: 1.0, Basis.REPORTED: 0.97, Basis.ANONYMOUS: 0.75, Basis.CHARACTERISED: 0.75}
_MOST = 0.995  # reliability of what is certain; at 1 a single slip would be impossible, and the posterior undefined
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVIDENCE = tuple(f.name for f in fields(Evidence))


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Claims, ordered by pair, time and id. Numbers stand for the words in the lists beside them; ``said_at`` is in microseconds since 1970.
    ``stored`` is the utterance under which a claim stands in the warehouse, -1 where under none.

    ``reliability`` is how far a claim's stance is to be trusted: the coder's confidence, weighed by its basis. Chance (1/3) is what remains of a
    claim that deserves no trust at all.
    """

    pairs: list[tuple[str, str]]
    pair: Ints
    claims: list[str]
    article: Ints
    speaker: Ints
    speakers: list[str | None]
    stance: Ints
    strength: Ints
    conditional: Flags
    reliability: Floats
    announced: Flags
    quote: Ints
    quotes: list[str]
    said_at: Ints
    outlet: Ints
    outlets: list[str]
    own: Flags
    stored: Ints
    utterances: list[str]

    def __len__(self) -> int:
        return len(self.claims)


def reliability(confidence: Floats, basis: Floats) -> Floats:
    """How far claims are to be trusted, by the coder's confidence and the weight of their basis."""
    return np.minimum(_MOST, 1 / 3 + np.maximum(0.0, confidence - 1 / 3) * basis)


def columns(table: pa.Table) -> Said:
    """Rows of the query ``evidence`` in columns."""
    actor, actors = _coded(table, "actor")
    issue, issues = _coded(table, "issue")
    speaker, speakers = _coded(table, "speaker")
    article, _ = _coded(table, "article_id")
    stance, stances = _coded(table, "stance")
    basis, bases = _coded(table, "basis")
    quote, quotes = _coded(table, "quote")
    outlet, outlets = _coded(table, "outlet")
    new = np.ones(len(actor), bool)
    new[1:] = (actor[1:] != actor[:-1]) | (issue[1:] != issue[:-1])
    firsts = np.flatnonzero(new)
    return Said(
        [(actors[actor[i]], issues[issue[i]]) for i in firsts], np.cumsum(new) - 1, table["claim_id"].to_pylist(), article,
        speaker, [*speakers, None], np.array([STANCES.index(Stance(s)) for s in stances], np.int64)[stance], table["strength"].to_numpy().astype(np.int64),
        _flags(table, "conditional"), reliability(table["confidence"].to_numpy(), np.array([_BASIS[Basis(b)] for b in bases])[basis]), _flags(table, "announced"), quote, quotes,
        table["said_at"].cast(pa.int64()).to_numpy(), outlet, outlets, _flags(table, "own"), *_coded(table, "utterance_id"),
    )  # fmt: skip


def in_columns(evidence: Iterable[Evidence]) -> Said:
    """Claims in columns."""
    ordered = sorted(evidence, key=lambda e: (e.actor, e.issue, e.said_at, e.claim_id))
    table = {name: pa.array([getattr(e, name) for e in ordered], _TYPES.get(name, pa.string())) for name in _EVIDENCE}
    return columns(pa.table(table | {"utterance_id": pa.nulls(len(ordered), pa.string())}))


_TYPES: dict[str, Any] = {
    "strength": pa.int64(), "conditional": pa.bool_(), "said_at": pa.timestamp("us", "UTC"), "confidence": pa.float64(), "announced": pa.bool_(), "own": pa.bool_(),
}  # fmt: skip


def _coded(table: pa.Table, name: str) -> tuple[Ints, list[Any]]:
    """A column as numbers, and the words for them; null is -1."""
    coded = table[name].combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), coded.dictionary.to_pylist()


def _flags(table: pa.Table, name: str) -> Flags:
    flags: Flags = table[name].to_numpy().astype(bool)
    return flags


def unmoved(said: Said, number: Ints) -> Flags:
    """Whether each claim stands in the warehouse under an utterance of the very claims that it has now, where none was taken back since; ``number`` as in ``made``."""
    _, of, size = np.unique(number, return_inverse=True, return_counts=True)
    order = np.argsort(of, kind="stable")
    begins = np.cumsum(size) - size
    least, most = np.minimum.reduceat(said.stored[order], begins), np.maximum.reduceat(said.stored[order], begins)
    whole: Flags = (least == most) & (least >= 0)
    whole &= np.bincount(said.stored + 1)[least + 1] == size
    return whole[of]


def made(said: Said, number: Ints, same: Flags | None = None) -> list[list[Utterance]]:
    """The utterances of every pair, in the order in which they were said; ``number`` is the same for the claims of one utterance.

    Those whose claims are all stored as the ``same`` have the id that is stored (None: there are none).
    """
    _, first, of = np.unique(number, return_index=True, return_inverse=True)
    by_id = np.empty(len(said), np.int64)
    by_id[pc.sort_indices(pa.array(said.claims))] = np.arange(len(said))
    length = np.array([len(quote) for quote in said.quotes], np.int64)[said.quote]
    order = np.lexsort((by_id, length, -said.reliability, of))  # the surest claim first
    begins = np.cumsum(np.bincount(of)) - np.bincount(of)
    named = np.flatnonzero(np.array([bool(name) for name in said.speakers])[said.speaker])
    group, earliest = np.unique(of[named], return_index=True)
    speaker = np.full(len(first), -1)
    speaker[group] = said.speaker[named[earliest]]
    claims, outlets = [said.claims[i] for i in order.tolist()], [said.outlets[i] for i in said.outlet[order].tolist()]
    spans = [slice(a, b) for a, b in zip(begins.tolist(), [*begins[1:].tolist(), len(said)], strict=True)]
    known = np.where(np.zeros(len(said), bool) if same is None else same, said.stored, -1)[first].tolist()
    ids = [said.utterances[k] if k >= 0 else digest("utterance", said.claims[i]) for i, k in zip(first.tolist(), known, strict=True)]
    rows = map(
        Utterance, ids, [_EPOCH + timedelta(microseconds=m) for m in said.said_at[first].tolist()],
        [STANCES[s] for s in said.stance[first].tolist()], np.maximum.reduceat(said.strength[order], begins).tolist(),
        np.logical_and.reduceat(said.conditional[order], begins).tolist(), [said.speakers[s] for s in speaker.tolist()], said.reliability[order[begins]].tolist(),
        np.logical_or.reduceat(said.announced[order], begins).tolist(), [tuple(claims[span]) for span in spans],
        [tuple(sorted(set(outlets[span]))) for span in spans],
    )  # fmt: skip
    found: list[list[Utterance]] = [[] for _ in said.pairs]
    for pair, utterance in zip(said.pair[first].tolist(), rows, strict=True):
        found[pair].append(utterance)
    for utterances in found:
        utterances.sort(key=lambda u: (u.said_at, u.utterance_id))
    return found
