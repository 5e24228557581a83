"""URLs as identities: two spellings of one address become one."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_|ga_|mc_|hsa_|pk_|piwik_|mtm_|at_(?:medium|campaign|custom)|ns_(?:mchannel|source|campaign|linkname))\w*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mibextid|_ga|_gl|__twitter_impression"
    r"|cmpid|cmp|icid|ito|ncid|ocid|smid|smtyp|ref_src|ref_url|xtor|wt_mc|wt_zmc|wtrid|sfnsn|s_cid|guccounter|guce_\w+",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Hosts and paths under which the same article is served in another dress.
_TWIN_LABELS = frozenset({"www", "m", "mobile", "amp"})
_AMP_CACHE = re.compile(r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[acvwi]|www\.google\.[\w.]+/amp)/(s/)?(?=[\w-]+\.)", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?:/amp|\.amp(?=\.html?$|$))(?=\.html?$|$)|^/amp(?=/.)", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?:amp|outputType=amp|amp=(?:1|true)|view=amp)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def resolve(base: str, link: str | None) -> str | None:
    """The absolute http(s) address of a link found at ``base``, or None where it leads nowhere we go."""
    if not link or len(link) > 4096:
        return None
    try:
        absolute = urljoin(base, re.sub(r"[\t\r\n]", "", link.strip()))
        parts = urlsplit(absolute)
        if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
            return None
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return None
    return absolute.replace(" ", "%20").partition("#")[0]


def canonical(url: str) -> str:
    """The one spelling of a URL: lower-case host, no default port, tracking parameter, fragment or last slash.

    Parameters keep their order, since some servers care. Applied twice it changes nothing; what is no http(s)
    URL comes back as it was.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port, scheme = parts.hostname, parts.port, parts.scheme.lower()
    except ValueError:
        return url
    if scheme not in _DEFAULT_PORTS or not host:
        return url
    name = f"[{host}]" if ":" in host else host.rstrip(".") or host
    netloc = name if port is None or port == _DEFAULT_PORTS[scheme] else f"{name}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return urlunsplit((scheme, netloc, parts.path.rstrip("/") or "/", query, ""))


def key(url: str) -> str:
    """What identifies a document by its address: equal for its http and https, www, mobile and AMP twins.

    No address to fetch. Applied twice it changes nothing. A fragment stays: rows of a file are told apart by it.
    """
    address, mark, fragment = url.partition("#")
    before, found = "", canonical(address)
    while found != before:
        before, found = found, _untwinned(found)
    return found + mark + fragment


def _untwinned(url: str) -> str:
    url = _AMP_CACHE.sub(lambda found: "https://" if found[1] else "http://", url, count=1)
    try:
        parts = urlsplit(canonical(url))
        name = parts.netloc
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not name:
        return url
    labels = name.split(".")
    while len(labels) > 2 and labels[0] in _TWIN_LABELS:
        labels = labels[1:]
    path = _INDEX.sub("/", _AMP_PATH.sub("", parts.path))
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _AMP_QUERY.fullmatch(pair))
    return canonical(urlunsplit(("http", ".".join(labels), path, query, "")))


def host(url: str) -> str:
    """The host name in lower case without ``www.``, or nothing."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
