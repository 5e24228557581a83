"""The words of praise and blame of ``extract/data/regard.toml``, ready to look up (good and bad events after Deng & Wiebe 2014)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from extract.language.lexicon import read_data


@dataclass(frozen=True, slots=True)
class Regard:
    """The words of ``regard.toml``: signs by kind and word, closed classes by name, sentences with the sign of each, and the idioms of each sign."""

    signs: dict[tuple[str, str], int]
    words: dict[str, frozenset[str]]
    examples: tuple[tuple[str, int], ...]
    idioms: tuple[tuple[re.Pattern[str], int], ...]


@lru_cache(maxsize=1)
def regard() -> Regard:
    """The shipped words."""
    data = cast(dict[str, Any], read_data("regard.toml"))
    signs: dict[tuple[str, str], int] = {}
    examples: list[tuple[str, int]] = []
    bare: dict[str, set[int]] = {}
    for group in data["group"]:
        thing = group["kind"] == "trait" and "nouns" in group
        for word in (w for key in ("verbs", "adjectives", "nouns", "phrases") for w in group.get(key, ())):
            signs["thing" if thing else group["kind"], re.sub(r" (?:Dahl|them)(?= )", "", word) if group["kind"] in ("around", "wreak") else word] = group[
                "sign"
            ]
            if group["kind"] == "noun" and " " in word:
                bare.setdefault(word.split()[0], set()).add(group["sign"])
            examples += [(template.replace("{}", word), group["sign"]) for template in group["templates"]]
    signs |= {("bare", word): of.pop() for word, of in bare.items() if len(of) == 1}
    return Regard(signs, {name: frozenset(values) for name, values in data["words"].items()}, tuple(examples), _idioms(signs))


def _idioms(signs: dict[tuple[str, str], int]) -> tuple[tuple[re.Pattern[str], int], ...]:
    """One pattern for the idioms of each sign."""
    fixed = {sign: [re.escape(words) for (kind, words), s in signs.items() if kind == "idiom" and s == sign] for sign in (-1, 1)}
    return tuple((re.compile(rf"(?:\w+ly )?(?:{'|'.join(words)})\b"), sign) for sign, words in fixed.items())
