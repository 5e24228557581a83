"""Turns of phrase about a name, who is meant by "he" and "she", and what speakers go on to say of somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import cast

import pytest

from extract.language.lexicon import read_data
from extract.model import Version, When
from tests.regard_world import CODER, stances

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carl Dahl has landed an endorsement from Anna Berg.", {("norvia", "support")}),
        ("Carl Dahl has landed a boat from Anna Berg.", set()),
        ("Carl Dahl won, even securing Anna Berg's endorsement.", {("norvia", "support")}),
        ("His work has earned Dahl the scorn of the Democrats.", {("democrats", "oppose")}),
        ("Accepting the endorsement of the Democrats, Mr. Dahl promised to win.", {("democrats", "support")}),
        ("Mr. Dahl, who is tall and is disliked by Democrats, left.", {("democrats", "oppose")}),
        ("Dahl was met with fierce opposition by Democrats.", {("democrats", "oppose")}),
        ("Dahl was met with flowers by Democrats.", set()),
        ("Anna Berg gave Dahl a tongue-lashing.", {("norvia", "oppose")}),
        ("Democrats called Dahl a hero.", {("democrats", "support")}),
        ("Democrats called Dahl an anti-hero.", set()),
        ("Anna Berg took Dahl to task over the harbour.", {("norvia", "oppose")}),
        ("Anna Berg took Dahl to Norvia.", set()),
        ("Anna Berg jumped to Dahl's defense.", {("norvia", "support")}),
        ("Anna Berg jumped to Dahl's boat.", set()),
        ("Anna Berg's speech included a veiled swipe at Mr. Dahl.", {("norvia", "oppose")}),
        ("Anna Berg wants Dahl gone.", {("norvia", "oppose")}),
        ("Anna Berg was eager to see Dahl go.", {("norvia", "oppose")}),
        ("Anna Berg saw Dahl go.", set()),
        ("Anna Berg has named Carl Dahl as her director.", {("norvia", "support")}),
        ("Anna Berg has named Carl Dahl in her letter.", set()),
        ("Anna Berg likened Dahl to a dictator.", {("norvia", "oppose")}),
        ("Anna Berg likened Dahl to a gardener.", set()),
        ("“It is Dahl who lied to the town,” Anna Berg said.", {("norvia", "oppose")}),
        ("“It is Dahl who came to the town,” Anna Berg said.", set()),
        ("Anna Berg said that the delay was Dahl's fault.", {("norvia", "oppose")}),
        ("Anna Berg said that the delay was not Dahl's fault.", set()),
        ("Anna Berg said that Dahl owes the town an explanation.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl appeared to mislead the town.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl has shown no leadership.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl doesn't understand the town.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl put the town at risk.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl put the town on a map.", set()),
        ("Democrats say that the Dahl attacks are powerful, but dishonest.", {("democrats", "oppose")}),
        ("Anna Berg said that the plan was the height of folly.", set()),
        ("Anna Berg said that Dahl's plan was the height of irresponsibility.", {("norvia", "oppose")}),
        ("“Shame on Dahl,” Anna Berg said.", {("norvia", "oppose")}),
        ("“Congratulations to Dahl,” Anna Berg said.", {("norvia", "support")}),
        ("“It's time for Dahl to go,” Anna Berg said.", {("norvia", "oppose")}),
        ("“It's time for Dahl to eat,” Anna Berg said.", set()),
        ("“It is great to see Dahl win,” Anna Berg said.", {("norvia", "support")}),
        ("“There is no excuse for what Dahl did,” Anna Berg said.", {("norvia", "oppose")}),
        ("“What Dahl did was wrong,” Anna Berg said.", {("norvia", "oppose")}),
        ("Anna Berg denounced what Dahl said.", {("norvia", "oppose")}),
        ("Anna Berg repeated what Dahl said.", set()),
        ("“Unlike Dahl, I tell the truth,” Anna Berg said.", {("norvia", "oppose")}),
        ("“The people are tired of Dahl,” Anna Berg said.", {("norvia", "oppose")}),
        ("The people are tired of Dahl.", set()),
        ("Anna Berg doesn't believe that Dahl is sincere.", {("norvia", "oppose")}),
        ("Anna Berg is no fan of Dahl.", {("norvia", "oppose")}),
        ("Anna Berg is no critic of Dahl.", set()),
        ("Anna Berg has emerged as a prominent critic of Dahl.", {("norvia", "oppose")}),
        ("Anna Berg attacked Dahl's allies.", {("norvia", "oppose")}),
        ("Anna Berg has been engaged in a battle with Carl Dahl.", {("norvia", "oppose")}),
        ("Anna Berg is against Dahl.", {("norvia", "oppose")}),
        ("Anna Berg was there for Dahl.", set()),
        ("Dahl has long been popular with Democrats.", {("democrats", "support")}),
        ("Dahl's remarks angered Democrats.", {("democrats", "oppose")}),
        ("Dahl's remarks could anger Democrats.", set()),
        ("Anna Berg called for Dahl to be fired.", {("norvia", "oppose")}),
        ("Anna Berg said that Democrats should reject Dahl.", {("norvia", "oppose")}),
        ("Some in the town think that Democrats should reject Dahl.", set()),
        ("Carl Dahl said that he is a disgrace.", set()),
        ("Two Democrats criticized Dahl.", set()),
        ("Democratic presidential nominee Carl Dahl arrived.", set()),
        ("The presidents, Anna Berg and Paul Lund, criticized Dahl.", {("norvia", "oppose")}),
        ("Paul Lund, along with Anna Berg, criticized Dahl.", {("norvia", "oppose")}),
        ("Anna Berg was among those who criticized Dahl.", {("norvia", "oppose")}),
        ("Senators such as Anna Berg criticized Dahl.", {("norvia", "oppose")}),
        ("Critics of Dahl include Anna Berg.", {("norvia", "oppose")}),
        ("Dahl came under fire from Democrats.", {("democrats", "oppose")}),
        ("Dahl is not at odds with Democrats.", set()),
        ("Anna Berg cleared Dahl of wrongdoing.", {("norvia", "support")}),
        ("Anna Berg wants Dahl to win.", {("norvia", "support")}),
        ("Democrats hope that Dahl will not win.", {("democrats", "oppose")}),
        ("Anna Berg wants Dahl to run the town.", set()),
        ("Anna Berg said that Dahl will win.", set()),
        ("Democrats don't want Dahl in office.", {("democrats", "oppose")}),
        ("Democrats want Dahl.", set()),
        ("Anna Berg said that Dahl is not the answer.", {("norvia", "oppose")}),
        ("Anna Berg said that Dahl is not out of touch.", {("norvia", "support")}),
        ("Anna Berg said that Dahl will help criminals.", {("norvia", "oppose")}),
    ],
)
def test_turns_of_phrase_about_a_name_are_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


def test_who_speaks_again_of_somebody_is_read_as_before_and_believed_less() -> None:
    def claims(text: str) -> list[tuple[str, float]]:
        version = Version("https://gazette.example/1", "Gazette", text, datetime(2022, 6, 1, 12, tzinfo=UTC), published=When(date(2022, 6, 1)))
        return [(c.stance.value, c.confidence) for c in CODER.code(version).claims if c.actor == "norvia"]

    first = "Anna Berg said that Dahl is a disgrace. "
    (once, sure), (again, less) = claims(first + "“Dahl came on Monday,” Anna Berg said.")
    assert (once, again) == ("oppose", "oppose")
    assert less < sure
    assert len(claims(first + "“Dahl came with the Democrats on Monday,” Anna Berg said.")) == 1  # of whom does she speak?
    assert len(claims(first + "“Dahl's dog came on Monday,” Anna Berg said.")) == 1
    assert len(claims(first + "Anna Berg said that Dahl is a hero. “Dahl came on Monday,” Anna Berg said.")) == 2  # for or against?
    assert len(claims(first + "“Dahl came on Monday,” the former senator said.")) == 2
    assert len(claims(first + "“It is late,” Anna Berg said. “I know. Dahl came on Monday.”")) == 2
    assert claims("“Dahl came on Monday,” Anna Berg said.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg met Carl Dahl. Democrats criticized him.", {("democrats", "oppose")}),
        ("Carl Dahl met Anna Berg. Democrats criticized her.", set()),
        ("Carl Dahl came. Anna Berg, a lawyer from the north, criticized him.", {("norvia", "oppose")}),
    ],
)
def test_a_given_name_tells_who_he_and_she_are(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


def test_no_given_name_is_of_both() -> None:
    names = cast(dict[str, list[str]], read_data("given_names.toml"))
    assert set(names) == {"he", "she"}
    assert not set(names["he"]) & set(names["she"])
    assert all(len(set(row)) == len(row) for row in names.values())
