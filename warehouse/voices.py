"""How far each speaker speaks for the actor: a declared authority, and what the words show.

A speaker either says what the actor holds, or holds a view of his own, which tells nothing of the actor.
The authority of his role is the prior probability of the first; the second is seen where he keeps saying
what the others do not. So it is with the coder: where the claims contradict each other more than its confidence
allows, it is trusted less, and where they bear each other out, more. The chain and the voices are found in turn
(expectation-maximisation, Dempster, Laird & Rubin 1977): the position given who speaks for it, and who speaks for it given the position.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from extract.model import Speaker
from warehouse.chain import Posterior, Seen, infer

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


def authority_of(speakers: Iterable[Speaker]) -> dict[str, float]:
    """The prior of each person; of several roles the highest."""
    made: dict[str, float] = {}
    for s in speakers:
        fitting = max((words for words in ROLES if words in s.role.lower()), key=len, default="")
        own = s.authority if s.authority is not None else ROLES.get(fitting, AUTHORITY)
        made[s.name] = max(own, made.get(s.name, 0.0))
    return made


def speaks_for(states: Sequence[Sequence[float]], seen: Sequence[Seen], prior: float) -> float:
    """The probability that these observations of one speaker show the actor's position, whose posterior is ``states``."""
    odds = log(prior / (1 - prior))
    for belief, o in zip(states, seen, strict=True):
        wrong = (1 - o.reliability) / (len(belief) - 1)
        odds += belief[o.state] * log(o.reliability * len(belief)) + (1 - belief[o.state]) * log(wrong * len(belief))
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def infer_with_voices(seen: Sequence[Seen], speakers: Sequence[str | None], states: int, authority: Mapping[str, float]) -> tuple[Posterior, dict[str, float]]:
    """The posterior of the actor's position, and for each named speaker the probability that he speaks for it."""
    own: dict[str, list[int]] = defaultdict(list)
    for t, speaker in enumerate(speakers):
        if speaker is not None:
            own[speaker].append(t)
    loyal = {s: authority.get(s, AUTHORITY) for s in own}
    doubt = 1.0
    posterior = infer(_weigh(seen, speakers, loyal, doubt), states)
    for _ in range(_ROUNDS):
        before = (doubt, *loyal.values())
        if len(own) > 1:
            loyal = {s: speaks_for([posterior.smoothed[t] for t in times], [seen[t] for t in times], authority.get(s, AUTHORITY)) for s, times in own.items()}
        doubt = _doubt(posterior, seen, [loyal[s] if s is not None else 1.0 for s in speakers])
        if all(abs(x - y) < _SETTLED for x, y in zip(before, (doubt, *loyal.values()), strict=True)):
            break
        posterior = infer(_weigh(seen, speakers, loyal, doubt), states)
    return posterior, loyal


def _doubt(posterior: Posterior, seen: Sequence[Seen], loyal: Sequence[float]) -> float:
    """By how much the coder errs more (or less) than it says, from how the claims contradict (or bear out) each other; that wording is gone, it did not read.

    Errors are counted as if ``_BELIEVED`` more utterances had been seen that erred as often as was said.
    """
    read = [(w, o, belief) for w, o, belief in zip(loyal, seen, posterior.smoothed, strict=True) if o.read]
    said = sum(w * (1 - o.reliability) for w, o, _ in read)
    erred = sum(w * (1 - belief[o.state]) for w, o, belief in read)
    believed = _BELIEVED * said / sum(w for w, _, _ in read) if read else 0.0
    return max(_LEAST, (erred + believed) / (said + believed)) if said else 1.0


def _weigh(seen: Sequence[Seen], speakers: Sequence[str | None], loyal: Mapping[str, float], doubt: float) -> list[Seen]:
    """The observations, each as reliable for the actor as its speaker and the coder are."""
    return [
        replace(o, reliability=_CHANCE + (max(_CHANCE, 1 - (1 - o.reliability) * (doubt if o.read else 1.0)) - _CHANCE) * (loyal[s] if s is not None else 1.0))
        for o, s in zip(seen, speakers, strict=True)
    ]
