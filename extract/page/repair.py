"""Words that markup or scraping glued together, parted again. Pure: adds spaces and changes nothing else."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\S+")
# An address, a handle, a path, code: not ours to touch.
_HANDS_OFF = re.compile(r"[@#/\\=_<>{}\[\]&%$*|~^`]|^www\.|\d", re.IGNORECASE)
_DOMAINS = "com|org|net|gov|edu|int|mil|info|biz|news|media|press|online|site|blog|app|dev|io|ai|tv|co|eu|uk"
_DOMAIN = re.compile(rf"[\w-]+\.(?:{_DOMAINS})\b", re.IGNORECASE)
_FILE = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|xlsx?|pptx?|txt|csv|json|xml|zip|jpe?g|png|gif|mp[34]|exe|py|js|ts|md|toml|ya?ml)\b", re.IGNORECASE)
# "Brand.De" may be a domain; "talks.It" is two sentences.
_WORDS = frozenset(re.findall(r"\w+", "it in so no at my as me is be to do we he if on by us up or am an go of"))
# What opens a sentence after a name ("Kyiv.The"); two names with a stop between them ("Table.Talk") may be one.
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "the he she it they we you i but and in on at a an this that these those his her its their our there when while if as for after before since"
        " however meanwhile both some many most no not now so then what who why how with under according mr mrs ms"
        " der die das er sie es wir ein eine im am in bei mit nach auch doch und aber dies diese über für vor zu zum zur wenn als seit"
        " le la les il elle ils elles un une des ce cette mais et en dans el los las una pero lo no se su",
    )
)
_SENTENCES = re.compile(
    r"""(?P<before>(?:^|(?<=[^\w.]))[^\W\d_]*[^\W\d_A-Z]{2}|[)”])   # a word that ends in lower case, or a closing mark
        (?P<stop>[.!?]”?)
        (?=(?P<after>[“‘]?[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][^\W\d_A-Z]+(?![\w.@]|-\w)|[AI]$))""",
    re.VERBOSE,
)
_CLAUSES = re.compile(r"(?<=[^\W\d_A-Z]{2}),(?=[^\W\d_]{2})")


def repaired(text: str) -> str:
    """The text with a space between sentences and clauses that stand glued ("talks.He", "conflict,possibly").

    Only white space is added, and doing it twice adds no more. Addresses, e-mail, handles, numbers, initialisms,
    file names and code stay as they are.
    """
    return _TOKEN.sub(lambda match: _parted(match[0]), text)


def _parted(token: str) -> str:
    if len(token) > 200 or not ("." in token or "," in token or "!" in token or "?" in token):
        return token
    if _HANDS_OFF.search(token) or _DOMAIN.search(token) or _FILE.search(token):
        return token
    return _CLAUSES.sub(", ", _SENTENCES.sub(_between, token))


def _between(match: re.Match[str]) -> str:
    after = match["after"].lstrip("“‘")
    if match["before"][0].isupper() and match["stop"] == "." and after.casefold() not in _OPENERS:
        return match[0]
    if len(after) == 2 and after.isascii() and after.casefold() not in _WORDS:
        return match[0]
    return f"{match[0]} "
