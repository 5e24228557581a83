"""Dates as feeds and pages write them, read without inventing a time zone."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser

from extract.model import When

_OFFSET_WITH_SPACE = re.compile(r"\s+([+-]\d{2}:?\d{2}|Z)$")
_HAS_YEAR = re.compile(r"\d{4}")


def read_when(text: object, basis: str) -> When | None:
    """Read a date in ISO 8601, RFC 822 or a common variant; None where it is no date of 1990 or later.

    A time without a zone gives only its day.
    """
    when = read_any(text, basis)
    return when if when is not None and when.day.year >= 1990 else None


def read_any(text: object, basis: str) -> When | None:
    """Read a date as ``read_when`` does, however old."""
    if not isinstance(text, str) or not 8 <= len(text.strip()) <= 60:
        return None
    cleaned = _OFFSET_WITH_SPACE.sub(r"\1", text.strip())
    for read in (datetime.fromisoformat, parsedate_to_datetime, _loosely):
        try:
            moment = read(cleaned)
            if moment.utcoffset() is None and moment.tzinfo is not None:
                return None
            is_day = len(cleaned) <= 10 or moment.tzinfo is None
            return When(moment.date(), None if is_day else moment, basis)
        except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
            continue
    return None


def _loosely(text: str) -> datetime:
    # dateutil fills what is missing from today: a text without a year would get this year's.
    if not _HAS_YEAR.search(text):
        raise ValueError("no year")
    first: datetime = dateutil_parser.parse(text, default=datetime(2000, 1, 1))
    if first.date() != dateutil_parser.parse(text, default=datetime(2001, 2, 2)).date():
        raise ValueError("no whole date")
    return first
