"""Given names, by which a reader knows whether somebody is "he" or "she": ``extract/data/given_names.toml``."""

from __future__ import annotations

from functools import cache
from typing import cast

from extract.language.lexicon import read_data


@cache
def given_names() -> dict[str, str]:
    """Whether whoever bears a given name is "he" or "she"."""
    return {name: kind for kind, names in cast(dict[str, list[str]], read_data("given_names.toml")).items() for name in names}


def may_be(pronoun: str, name: str | None) -> bool:
    """Whether a pronoun may mean a person, as far as his given name tells."""
    kind = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}.get(pronoun.lower())
    return kind is None or name is None or given_names().get(name.split()[0], kind) == kind
