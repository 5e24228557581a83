"""Who is meant: names, demonyms, seats of power, office-holders by date, pronouns and turn labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from extract.language.lexicon import read_data
from extract.language.parse import plain
from extract.model import Actor, Speaker

# Lower-case letters are let pass in scraped names ("russia"), but not where they make another word.
_COMMON_WORDS = {"turkey", "china", "jordan", "georgia", "chile", "niger", "holland", "britain", "europe", "austin", "graham"}
_TITLES = (
    r"(?:President|Prime Minister|Chancellor|Secretary|Minister|Mr|Mrs|Ms|Dr|General|Gen|Admiral|Adm|Vice President|Premier|Ambassador|Senators?|Sens?|Director"
    r"|Chair|Chairman|Chairwoman|Representatives?|Reps?|Congressman|Congresswoman|Governor|Govs?|Mayor|Judge|Justice|Speaker|Leader|Commissioner|Sheriff|Whip"
    r"|Colonel|Col|Captain|Capt|Lieutenant|Lt|Sergeant|Sgt|Rev|Reverend|Pastor|Bishop|Cardinal|Pope|King|Queen|Prince|Princess)\.?"
)
_NAMESAKE = re.compile(r"\bNew (?:Mexico|England|Britain|South Wales|Caledonia|Ireland)$")
"""A country's name in that of another place, which ends here."""
_FEDERATED = re.compile(r" State(?! [A-Z])\b")  # "Washington State" is not Washington; "the US State Department" is the US
_HEADS = ("president", "prime minister", "chancellor", "secretary-general", "secretary general", "premier")
_OPENERS = frozenset(
    {"The", "And", "But", "While", "When", "As", "If", "In", "For", "To", "By", "With", "After", "Since", "Unlike", "Like", "Under", "From", "On", "At", "Did",
     "Does", "Has", "Will", "Is", "Was", "Had", "Both", "Yet", "So", "Although", "Though", "Because", "Before", "Then", "That", "Even", "Only", "What", "Why",
     "How", "Where", "Who", "Whether", "Once", "Until", "Nor", "Or", "Not", "No", "Now", "Today", "Later", "Earlier", "Meanwhile", "Instead", "Still", "Should",
     "Can", "Could", "Would", "Are", "Were", "Do", "Have", "Than", "Here", "There", "Without", "Against", "About", "Despite", "During", "Through", "Whenever"}
)  # fmt: skip
"""Words before a surname that are no given name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an actor, or one of its speakers. ``actor`` is None for a known other."""

    start: int
    end: int
    actor: str | None
    speaker: str | None = None
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose stance it is."""

    actor: str
    speaker: str | None = None


def _surname(name: str) -> str:
    return name.split()[-1]


@lru_cache(maxsize=1)
def _countries() -> tuple[dict[str, Any], ...]:
    return tuple(read_data("countries.toml")["country"])  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _offices() -> tuple[dict[str, Any], ...]:
    return tuple(read_data("offices.toml")["holder"])  # type: ignore[arg-type]


def offices_of(name: str, day: date | None) -> frozenset[str]:
    """The titles that a person's built-in offices give him on a day, in small letters; with "white house" for whoever lives there."""
    if day is None:
        return frozenset()
    rows = [row for row in _offices() if row["name"] == name and Speaker(row["name"], row["role"], row.get("from"), row.get("to")).holds(day)]
    home = {"white house"} if any(row["actor"] == "united-states" and row["role"] == "President" for row in rows) else set()
    return frozenset({str(row["role"]).lower() for row in rows} | home)


def builtin_name(actor: str) -> str | None:
    """The name of a built-in country or organisation."""
    return next((str(c["name"]) for c in _countries() if c["id"] == actor), None)


class Register:
    """All names that a monitor knows, with the built-in countries and office-holders behind it."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self.people: dict[str, list[tuple[str, Speaker]]] = {}
        self._names: dict[str, tuple[str | None, bool]] = {}
        own = {plain(name) for actor in actors for name in (actor.name, *actor.aliases)}
        for country in _countries():
            actor_id = country["id"] if country["id"] in self.actors else None
            for name in (country["name"], *country.get("aliases", ())):
                if actor_id or plain(name) not in own:
                    self._names[plain(name)] = (actor_id, False)
            for name in country.get("demonyms", ()):
                self._names[plain(name)] = (actor_id, True)
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                bare = plain(name)
                self._names[bare[4:] if bare.lower().startswith("the ") else bare] = (actor.id, False)
            for speaker in actor.speakers:
                self._add_person(actor.id, speaker, ())
        for row in _offices():
            if row["actor"] in self.actors:
                self._add_person(row["actor"], Speaker(row["name"], row["role"], row.get("from"), row.get("to")), row.get("aliases", ()))
        people = dict.fromkeys(self.people)
        self._pattern = _alternation([*self._names, *people])

    def _add_person(self, actor: str, speaker: Speaker, aliases: Iterable[str]) -> None:
        for name in {plain(speaker.name), plain(_surname(speaker.name)), *map(plain, aliases)}:
            if name in self._names and self._names[name][0] == actor and actor != speaker.name:
                continue
            known = self.people.setdefault(name, [])
            same = [s for a, s in known if a == actor and (s.name, s.role, s.start) == (speaker.name, speaker.role, speaker.start)]
            if not same:
                known.append((actor, speaker))

    def mentions(self, text: str, start: int, end: int, day: date | None, document: str = "") -> list[Mention]:
        """The names that stand between two offsets of a (plain) text, longest first, in order."""
        found: list[Mention] = []
        for hit in self._pattern.finditer(text, start, end):
            name = hit.group()
            if _FEDERATED.match(text, hit.end()) or _NAMESAKE.search(text, max(0, hit.start() - 4), hit.end()):
                continue
            if name in self._names or name not in self.people:
                actor, demonym = self._lookup(name)
                found.append(Mention(hit.start(), hit.end(), actor, None, demonym))
                if name in self._names:
                    continue
                found.pop()
            person = self._person(name, day, text, hit.start(), document)
            if person:
                found.append(Mention(hit.start(), hit.end(), person.actor, person.speaker))
        return found

    def _lookup(self, name: str) -> tuple[str | None, bool]:
        return self._names.get(name) or next((v for k, v in self._names.items() if k.lower() == name.lower()), (None, False))

    def _person(self, name: str, day: date | None, text: str, at: int, document: str) -> Holder | None:
        known = self.people.get(name) or next((v for k, v in self.people.items() if k.lower() == name.lower()), None)
        if not known:
            return None
        in_office = [(actor, s) for actor, s in known if day is None or s.holds(day)]
        if not in_office:
            return None
        actor, speaker = in_office[0]
        if " " not in name and name != plain(speaker.name):
            full = plain(speaker.name)
            titled = re.search(_TITLES + r"\s+$", text[max(0, at - 20) : at])
            owned = re.search(r"([A-Z][\w.-]+)'s\s+$", text[max(0, at - 30) : at])  # "Germany's Scholz"
            titled = titled or (owned if owned and self._lookup(owned[1])[0] == actor else None)
            given = "" if titled else _given(text, at)
            stranger = given and not _same_given(given, full.split()[0]) and given not in _OPENERS and given.lower() not in _HEADS
            top = any(role in speaker.role.lower() for role in _HEADS)
            if (stranger and not re.search("(?:[A-Z][a-z]+(?:an|ish|ch|ese))$", given)) or not (top or titled or full in document):
                return None
        return Holder(actor, speaker.name)

    def holder_of(self, actor: str, role: str, day: date | None) -> str | None:
        """The name of whoever holds a role ("President") for an actor on a day, if it is one person."""
        names = {
            s.name for people in self.people.values() for a, s in people if a == actor and s.role.lower() == role.lower() and (day is None or s.holds(day))
        }
        return names.pop() if len(names) == 1 else None

    def offices(self, actor: str, name: str) -> set[str]:
        """The roles that somebody has or had for an actor, in small letters."""
        return {s.role.lower() for people in self.people.values() for a, s in people if a == actor and s.name == name}

    def head(self, actor: str, day: date | None) -> str | None:
        """The name of whoever leads an actor on a day, if it is one person."""
        return next((name for role in _HEADS if (name := self.holder_of(actor, role, day)) is not None), None)

    def turn(self, label: str, speaks_for: str | None, day: date | None, title: str) -> Holder | None:
        """Who stands behind a transcript's label ("MS. PSAKI", "THE PRESIDENT"); None for a stranger."""
        words = [w for w in re.split(r"\s+", plain(label).strip()) if w]
        role = " ".join(words).title().removeprefix("The ")
        surname = words[-1].lower()
        for name, people in self.people.items():
            if _surname(name).lower() == surname:
                for actor, speaker in people:
                    if day is None or speaker.holds(day):
                        return Holder(actor, speaker.name)
        if speaks_for is None:
            return None
        if words[0].upper() == "THE" or "OFFICIAL" in label.upper():
            if words[0].upper() == "THE" and role.lower() not in ("president", "vice president", "first lady", "second gentleman"):
                return None
            return Holder(speaks_for, self.holder_of(speaks_for, role, day))
        if re.match(r"(?i)(?:press )?(?:briefing|gaggle)|background press|on-the-record", title) and words[0].rstrip(".").upper() in {
            "MR",
            "MS",
            "MRS",
            "DR",
            "SECRETARY",
            "ADMINISTRATOR",
            "DIRECTOR",
            "GENERAL",
            "ADMIRAL",
        }:
            return Holder(speaks_for, None)
        return None


def _given(text: str, at: int) -> str:
    """The word that may be a given name before a surname at an offset; empty where there is none, or where a sentence ends with it."""
    found = re.search(r"\b([A-Z][\w.'-]+) (?:[A-Z]\. )?$", text[max(0, at - 24) : at])
    word = found.group(1) if found else ""
    return "" if word.endswith(".") and "." not in word[:-1] and len(word) > 3 else word


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, set[int]]:
    """The rows of short and full given names in which each stands."""
    rows: dict[str, set[int]] = {}
    for number, names in enumerate(read_data("nicknames.toml")["names"]):  # type: ignore[arg-type, var-annotated]
        for name in names:
            rows.setdefault(name, set()).add(number)
    return rows


def _same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: "Charles" and "Chuck", "J." and "John"."""
    if one == other or (one.endswith(".") and one[0] == other[0]):
        return True
    rows = _nicknames()
    return bool(rows.get(one, set()) & rows.get(other, set()))


def _alternation(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all names, the longest first; long names also with scraped lower case."""
    options: set[str] = set()
    for name in names:
        if not name:
            continue
        escaped = re.escape(name).replace(r"\ ", r"\s")
        options.add(escaped)
        if len(name) >= 5 and name.lower() not in _COMMON_WORDS:
            options.add(re.escape(name.lower()).replace(r"\ ", r"\s"))
            first, *rest = name.split()
            if rest:
                options.add(r"\s".join(re.escape(w) for w in (first, *(r.lower() for r in rest))))
    ordered = sorted(options, key=lambda o: (-len(o), o))
    return re.compile(r"(?<![\w-])(?:" + "|".join(ordered) + r")(?![\w])" if ordered else r"(?!)")
