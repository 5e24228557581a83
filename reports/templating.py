"""The environment in which the templates of reports and of the site are rendered: everything escaped, nothing undefined, the words of ``phrases``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import phrases

_WORDS: Mapping[str, Callable[..., Any]] = {
    "day": phrases.day, "first_upper": phrases.first_upper, "heard": phrases.heard, "held": phrases.held, "how": phrases.how, "interval": phrases.interval,
    "lead": phrases.lead, "listing": phrases.listing, "moment": phrases.moment, "percent": phrases.percent, "said": phrases.stands, "span": phrases.span,
    "v": phrases.visible, "who": phrases.who,
}  # fmt: skip


def environment(**filters: Callable[..., Any]) -> Environment:
    """The templates' environment, with filters of one kind of page beside those that all have."""
    made = Environment(loader=PackageLoader("reports", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {**_WORDS, **filters}
    made.globals["count"] = phrases.count
    return made
