"""Terms that find more than their issue are told from those that mean one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.language.terms import common_words
from extract.model import Issue
from flows import config
from flows.demo.run import write_monitor


@pytest.mark.parametrize(
    ("proposition", "terms", "common"),
    [
        ("Norland exports its grain by sea", ["ports", "sea route", "grain", "exporting"], ["ports"]),
        ("Vaccination is required of nurses", ["boosters", "vaccine", "vaccine mandate"], ["boosters"]),
        ("Sanctions on the pipeline are lifted", ["waiver", "sanctions", "Vellum", "pipelines"], ["waiver"]),
        ("Fighting on the border ends", ["truce", "armistice", "fight", "cease-fire"], []),  # rarer words that mean one thing
        ("Captives are released", ["hostages", "release"], ["hostages"]),
        ("Dahl is supported", ["Dahl", "the nominee"], []),
        ("Arms sales to Norland end", ["arms", "F-16s", "Lancers"], []),
    ],
)
def test_a_common_word_that_shares_nothing_with_its_proposition_is_known(proposition: str, terms: list[str], common: list[str]) -> None:
    assert list(common_words(Issue("i", proposition, tuple(terms)))) == common


def test_words_for_the_opposite_count_too() -> None:
    assert common_words(Issue("i", "The bridge is built", ("bridge",), ("ferry", "ports"))) == ("ferry", "ports")


def test_the_monitors_that_come_with_it_have_no_such_terms(tmp_path: Path) -> None:
    from flows.cli import init

    init(tmp_path)
    for file in (tmp_path / "volteface.toml", write_monitor(tmp_path / "demo")):
        issues = config.load(file).issues
        assert len(issues) > 3 and not [(issue.id, term) for issue in issues for term in common_words(issue)]
