"""What kind of text a page says it is: in its JSON-LD, its section, its address or its headline. Pure."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_STATED = (
    ("LiveBlogPosting", "live"),
    ("OpinionNewsArticle", "opinion"),
    ("AnalysisNewsArticle", "analysis"),
    ("ReviewNewsArticle", "review"),
    ("AdvertiserContentArticle", "advertisement"),
    ("ReportageNewsArticle", "news"),
    ("NewsArticle", "news"),
)
_SEGMENTS = {
    "opinion": re.compile(
        r"^(?:opinions?|op-?eds?|comment|commentary|commentisfree|editorials?|columns?|columnists?|meinung|kommentare?|"
        r"opinions?-.*|leitartikel|tribunes?|debats|opinioni|opinion(?:es)?|columnas?|ledare?|debatt|kronikk)$"
    ),
    "live": re.compile(r"^(?:live|live-?blogs?|liveticker|live-updates|en-direct|directo|minute-by-minute)$"),
    "transcript": re.compile(r"^(?:transcripts?|press-briefings?|speeches-remarks)$"),
    "press-release": re.compile(
        r"^(?:(?:press|news|media)[-_ ]?releases?|press[-_ ]?statements?|pressemitteilung(?:en)?|pressemeldung(?:en)?|medienmitteilung(?:en)?"
        r"|communiqu[eé]s?(?:-de-presse)?|comunicati(?:-stampa)?|comunicados?(?:-de-prensa)?|pressmeddelanden?|pressemeddelelser?)$"
    ),
}
_HEADLINES = {
    "transcript": re.compile(
        r"^(?:(?:full )?transcript\b|(?:press )?(?:briefing|gaggle) by\b|press conference (?:by|of)\b|remarks (?:by|as)\b)|\btranscript$", re.IGNORECASE
    ),
    "press-release": re.compile(r"^(?:press|news|media) release\s*[:|–—-]|\|\s*press releases?$|^for immediate release\b", re.IGNORECASE),
    "opinion": re.compile(r"^(?:opinion|op-ed|editorial|comment|kommentar|leitartikel)\s*[:|]|\|\s*(?:opinion|editorial)$", re.IGNORECASE),
    "live": re.compile(r"^live(?: updates?| blog)?\s*[:|]|[-–—|:]\s*live(?: updates| blog)?$", re.IGNORECASE),
}


def stated(kinds: Iterable[str], sections: Iterable[str], url: str, title: str) -> str | None:
    """``news``, ``opinion``, ``live``, ``transcript``, ``press-release`` and the like; None where the page does not say.

    A section, a headline and the URL's folders go before a mere NewsArticle, which most pages call themselves.
    """
    kinds = set(kinds)
    genre = next((genre for kind, genre in _STATED if kind in kinds), None)
    if genre not in (None, "news"):
        return genre
    words = [section.casefold().strip() for section in sections]
    with contextlib.suppress(ValueError):
        words += [segment.lower() for segment in urlsplit(url).path.split("/")[:-1]]
    for named, pattern in _SEGMENTS.items():
        if any(pattern.match(word) for word in words):
            return named
    return next((named for named, pattern in _HEADLINES.items() if pattern.search(title)), genre)
