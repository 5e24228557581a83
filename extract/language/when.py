"""When a thing was said, by the words beside the verb that says it: "said on Tuesday", "rejected it in 2014", "two weeks ago".

Relative words are read from the day of publication, as news style has it ("on Tuesday" is the last one, that day included).
Only words that hang on the verb itself count; what dates the thing spoken of ("wants it to begin on Tuesday") does not.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from extract.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_MONTHS = {name.lower(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name} | {"sept": 9}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"((?:19|20)\d{2})"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_WEEKDAY = re.compile(rf"(?:(last|this|next|the previous) )?({'|'.join(_WEEKDAYS)})(?:,? (?:morning|afternoon|evening|night))?")
_DATE = re.compile(rf"(?:(?:{'|'.join(_WEEKDAYS)}),? )?(?:the )?(?:{_MONTH} {_DAY}|{_DAY}(?: of)? {_MONTH})(?:,? {_YEAR})?")
_SPAN = re.compile(rf"(?:early |late |mid-)?(?:{_MONTH}(?: (?:of )?{_YEAR})?|{_YEAR})")
_AGO = re.compile(rf"(\d{{1,3}}|{'|'.join(_NUMBERS)}) ({'|'.join(_UNITS)})s? (?:ago|earlier)")
_LAST = re.compile(r"last (week|month|year)")
_MODIFIERS = frozenset({"npadvmod", "advmod", "tmod", "prep", "nmod", "pcomp"})
_PREPOSITIONS = frozenset({"on", "in", "of", "back"})
_FRESH = timedelta(days=2)


def telling_verbs(cue: Iterable[Token], source_verb: Token | None, anchor: Token | None) -> Iterator[Token]:
    """The verbs whose date is that of the words, the nearest first: a past act, the verb of saying, and what stands above both."""
    for token in sorted(cue, key=lambda t: t.i):
        if token.tag_ in ("VBD", "VBN") and not any(child.tag_ == "MD" for child in token.children):
            yield token
    if source_verb is not None:
        yield source_verb
    if anchor is not None:
        yield from (
            above for above in anchor.ancestors if above.pos_ in ("VERB", "AUX") and above.tag_ in ("VBD", "VBN", "VBP", "VBZ") and above.dep_ != "advcl"
        )


def said_when(verbs: Iterable[Token], published: When | None) -> When | None:
    """When it was said, by the first of these verbs that is dated before the day of publication; else ``published`` as it is.

    The basis is ``text`` where words decided. A month or a year alone gives its last day: by then it had been said.
    """
    if published is None:
        return None
    for verb in verbs:
        for words in _times(verb):
            day = day_of(words, published.day)
            if day is not None:
                return When(day, None, "text") if day < published.day else When(published.day, published.instant, "published")
    return When(published.day, published.instant, "published")


def is_fresh(verb: Token, today: date) -> bool:
    """Whether the verb tells what was done today or in the two days before: "today I directed", "said on Monday" of a Tuesday; "has now agreed" too."""
    days = [day_of(words, today) for words in _times(verb)]
    perfect = verb.tag_ == "VBN" and any(child.lemma_ == "have" and child.tag_ in ("VBP", "VBZ") for child in verb.children)
    return any(day is not None and today - day <= _FRESH for day in days) or (perfect and any(child.lower_ == "now" for child in verb.children))


def _times(verb: Token) -> Iterator[str]:
    """What modifies the verb and may be a time, as it stands."""
    for child in verb.children:
        if child.dep_ not in _MODIFIERS or (child.dep_ == "prep" and child.lower_ not in _PREPOSITIONS):
            continue
        words = sorted(child.subtree, key=lambda token: token.i)
        if len(words) <= 8:
            text = "".join(token.text_with_ws for token in words).strip(" ,.").lower()
            yield re.sub(r"^(?:back )?(?:on|in|of) ", "", text) if child.dep_ == "prep" else text


def day_of(words: str, today: date) -> date | None:
    """The day that time words name, seen from a day; None for what is no time, or lies after it."""
    day = _day_of(words, today)
    return day if day is not None and day <= today else None


def _day_of(words: str, today: date) -> date | None:
    if words in ("today", "tonight", "earlier today", "this morning"):
        return today
    if words in ("yesterday", "late yesterday", "earlier yesterday", "last night", "late last night", "overnight"):
        return today - timedelta(days=1)
    if found := _WEEKDAY.fullmatch(words):
        back = (today.weekday() - _WEEKDAYS[found[2]]) % 7
        return None if found[1] == "next" else today - timedelta(days=back or (7 if found[1] in ("last", "the previous") else 0))
    if found := _AGO.fullmatch(words):
        return today - timedelta(days=(_NUMBERS.get(found[1]) or int(found[1])) * _UNITS[found[2]])
    if found := _LAST.fullmatch(words):
        return today - timedelta(days=_UNITS[found[1]])
    if found := _DATE.fullmatch(words):
        month, number = _MONTHS[found[1] or found[4]], int(found[2] or found[3])
        return _recent(today, month, number) if found[5] is None else _valid(int(found[5]), month, number)
    if found := _SPAN.fullmatch(words):
        if found[1] is None:
            return date(int(found[3]), 12, 31)
        month, year = _MONTHS[found[1]], int(found[2]) if found[2] else today.year - (_MONTHS[found[1]] >= today.month)
        return date(year, month, calendar.monthrange(year, month)[1])
    return None


def _recent(today: date, month: int, number: int) -> date | None:
    """The last such day that is not after today."""
    day = _valid(today.year, month, number)
    return day if day is not None and day <= today else _valid(today.year - 1, month, number)


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
