"""Idioms: the example of each in ``extract/data/idioms.toml`` is read as its group says."""

from __future__ import annotations

import pytest

from extract.language.idioms import examples, idioms
from tests.test_pairs import Pair, coded

pytestmark = pytest.mark.heavy


def test_every_example_is_read_as_its_group_says() -> None:
    pairs = [Pair("idioms", "accord", sentence, "ukraine", frozenset(["support" if sign > 0 else "oppose"]), sentence) for sentence, sign in examples()]
    got = coded(pairs)
    wrong = [f"{p.label} got {got[p]}" for p in pairs if got[p] not in p.expected]
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_idiom_stands_twice() -> None:
    names = [idiom.name for idiom in idioms().every]
    assert len(names) == len(set(names))
