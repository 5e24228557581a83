"""How far each speaker speaks for the actor: a declared authority, and what the words show.

A speaker either says what the actor holds, or holds a view of his own, which tells nothing of the actor.
The authority of his role is the prior probability of the first; the second is seen where he keeps saying
what the others do not. So it is with the coder: where the claims contradict each other more than its confidence
allows, it is trusted less, and where they bear each other out, more. The chain and the voices are found in turn
(expectation-maximisation, Dempster, Laird & Rubin 1977): the position given who speaks for it, and who speaks for it given the position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp, log

import numpy as np

from extract.model import Speaker
from warehouse.chain import Posterior, posteriors
from warehouse.packed import Chains, Flags, Floats, Ints, forward_backward, likeliest, logs

AUTHORITY = 0.97  # prior probability that one who is quoted for the actor speaks for it, where no role says otherwise
ROLES = {
    "president": 0.99, "prime minister": 0.99, "premier": 0.99, "chancellor": 0.99, "chair": 0.99, "king": 0.97, "secretary general": 0.99,
    "secretary-general": 0.99, "foreign minister": 0.98, "foreign secretary": 0.98, "secretary of state": 0.98, "spokes": 0.97,
    "press secretary": 0.97, "minister": 0.95, "secretary": 0.95, "vice president": 0.95, "adviser": 0.9, "advisor": 0.9, "ambassador": 0.9,
    "governor": 0.6, "mayor": 0.5, "senator": 0.6, "representative": 0.6, "congress": 0.6, "parliament": 0.6, "speaker of": 0.6,
    "party": 0.6, "candidate": 0.5, "opposition": 0.5,
}  # fmt: skip
"""The declared authority: the prior by words of the role, the longest that fits; a speaker's own ``authority`` goes before it."""
_ROUNDS = 3
_SETTLED = 0.02  # change of a probability between rounds that no longer matters
_BELIEVED = 20  # utterances' worth of belief in the reliability that the coder states
_LEAST = 0.3  # the coder is never believed to err less than this part of what it says
_CHANCE = 1 / 3
_DOUBT_STEP = 0.1
_ODDS_STEP, _MOST_ODDS = 0.5, 8.0  # logarithms: nobody is sure to speak for himself, or for the actor, beyond 3,000 to 1
"""How finely the coder's doubt and the speakers' odds are told apart: what is said today hardly moves either, and should not rewrite all that was inferred before."""


def authority_of(speakers: Iterable[Speaker]) -> dict[str, float]:
    """The prior of each person; of several roles the highest."""
    made: dict[str, float] = {}
    for s in speakers:
        fitting = max((words for words in ROLES if words in s.role.lower()), key=len, default="")
        own = s.authority if s.authority is not None else ROLES.get(fitting, AUTHORITY)
        made[s.name] = max(own, made.get(s.name, 0.0))
    return made


class _Voices:
    """Who speaks in each of many chains: one voice for each person of each chain, in the order in which they first spoke."""

    def __init__(self, speakers: Sequence[Sequence[str | None]], authority: Sequence[Mapping[str, float]]) -> None:
        self.prior: list[float] = []
        by_observation: list[int] = []
        counts: list[int] = []
        for names, declared in zip(speakers, authority, strict=True):
            own: dict[str, int] = {}
            for name in names:
                if name is None:
                    by_observation.append(-1)
                    continue
                voice = own.get(name)
                if voice is None:
                    voice = own[name] = len(self.prior)
                    self.prior.append(declared.get(name, AUTHORITY))
                by_observation.append(voice)
            counts.append(len(own))
        self.of = np.array(by_observation, np.int64)
        self.chain = np.repeat(np.arange(len(counts)), counts)
        self.several = np.array(counts, np.int64)[self.chain] > 1


def infer_with_voices(seen: Chains, read: Flags, speakers: Sequence[Sequence[str | None]], authority: Sequence[Mapping[str, float]]) -> list[Posterior]:
    """The posterior of the position behind each chain, whose observations are of these speakers; ``authority`` is their prior in each.

    ``read``: which observations the coder read; that wording is gone, it did not.
    """
    voices = _Voices(speakers, authority)
    chain = np.repeat(np.arange(len(seen.lengths)), seen.lengths)
    shows = _Shown(seen, len(seen.towards))
    doubt, loyal = np.ones(len(seen.lengths)), np.array(voices.prior)
    reliability = _weigh(seen, read, chain, voices, loyal, doubt)
    found = forward_backward(replace(seen, reliability=reliability))
    going = np.ones(len(seen.lengths), bool)
    for _ in range(_ROUNDS):
        held = found[1][seen.state, np.arange(len(chain))]
        now = np.where(voices.several, shows.speaks_for(held, voices), loyal)
        doubts = _doubt(seen, chain, held, _spread(now, voices) * read)
        moved = np.abs(doubts - doubt) >= _SETTLED
        moved[voices.chain[np.abs(now - loyal) >= _SETTLED]] = True
        going &= moved
        if not going.any():
            break
        loyal, doubt = np.where(going[voices.chain], now, loyal), np.where(going, doubts, doubt)
        kept = going[chain]
        reliability = np.where(kept, _weigh(seen, read, chain, voices, loyal, doubt), reliability)
        for whole, part in zip(found, forward_backward(seen.only(going, reliability)), strict=True):
            whole[:, kept] = part
    return posteriors(seen, *found, likeliest(replace(seen, reliability=reliability)))


def _spread(loyal: Floats, voices: _Voices) -> Floats:
    """For each observation, how far its speaker speaks for the actor; what nobody is named for does."""
    return np.append(loyal, 1.0)[voices.of]


class _Shown:
    """What observations say of their speakers, which stays the same while the chains are found anew."""

    def __init__(self, seen: Chains, states: int) -> None:
        self._right = logs(seen.reliability * states)
        self._wrong = logs((1 - seen.reliability) / (states - 1) * states)

    def speaks_for(self, held: Floats, voices: _Voices) -> Floats:
        """For each voice, the probability that its observations show the position, which is what each shows with the probability ``held``."""
        named = voices.of >= 0
        odds = (held * self._right + (1 - held) * self._wrong)[named]
        prior = [log(p / (1 - p)) for p in voices.prior]
        shown = np.round(np.bincount(voices.of[named], odds, len(prior)) / _ODDS_STEP) * _ODDS_STEP
        total = np.clip(shown + prior, -_MOST_ODDS, _MOST_ODDS)
        return np.array([1 / (1 + exp(-o)) for o in total.tolist()])


def _doubt(seen: Chains, chain: Ints, held: Floats, loyal: Floats) -> Floats:
    """By how much the coder errs more (or less) than it says in each chain, from how the claims contradict (or bear out) each other.

    Errors are counted as if ``_BELIEVED`` more utterances had been seen that erred as often as was said. ``loyal`` is 0 for what it did not read.
    """
    said, erred = np.bincount(chain, loyal * (1 - seen.reliability)), np.bincount(chain, loyal * (1 - held))
    weight = np.bincount(chain, loyal)
    believed = _BELIEVED * said / np.where(weight > 0, weight, 1.0)
    doubt: Floats = np.round((erred + believed) / np.where(said > 0, said + believed, 1.0) / _DOUBT_STEP) * _DOUBT_STEP
    return np.where(said > 0, np.maximum(_LEAST, doubt), 1.0)


def _weigh(seen: Chains, read: Flags, chain: Ints, voices: _Voices, loyal: Floats, doubt: Floats) -> Floats:
    """How reliable each observation is for the actor, which is as far as its speaker and the coder are."""
    believed = np.maximum(_CHANCE, 1 - (1 - seen.reliability) * np.where(read, doubt[chain], 1.0))
    return _CHANCE + (believed - _CHANCE) * _spread(loyal, voices)
