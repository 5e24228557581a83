"""Generated reports whose texts are as difficult as a page can make them; the same from the same seed."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from reports.build import Period
from reports.links import fragment, web
from reports.model import Board, BoardRow, Cell, Change, Checked, Dissent, Heard, Made, Measured, Missed, Point, Quote, Report, Side
from reports.wording import close, diff

PIECES = (
    # white space and line ends
    " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", " \n ", "\n \n",
    # controls, direction, no width, noncharacters
    "\x00", "\x01", "\x07", "\x08", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x9b2J", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u202d",
    "\u2066", "\u2069", "\u200e", "\u200f", "\u061c", "\ufdd0", "\ufffe", "\uffff", "\ufffd", "\ufffc", "\U0001fffe", "\ue000", "\U000e0041",
    # combining marks, emoji, scripts
    "e\u0301", "a\u0300\u0301\u0302\u0303", "\u0301", "👩‍👩‍👧", "🏳️‍🌈", "🇺🇦", "𝔘", "עברית", "العربية", "日本語", "ﬁ", "İ", "ß",
    # HTML, XML
    "<script>alert(1)</script>", "</blockquote>", "</bdi>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&lt;", "&#60;", "&", "<", ">", '"', "'", "&notin;", "<?x?>",
    "</style>", "<img src=x onerror=alert(1)>", "&#x202e;",
    # Markdown
    "`", "```", "~~~", "*", "**", "_", "__", "~~", "|", "\\", "\\\\", "[a](javascript:x)", "![a](http://x.example)", "[x]: y", "[^1]", "# ", "## x", "> ", "- ", "+ ",
    "1. ", "2024. ", "123456789) ", "---", "===", "***", ":---", "| a |\n|---|", "    code", "$x$", "<http://x.example>", "http://x.example/?a=1&b=2", "www.x.example",
    "a@b.example", "@octocat", "#12", "GH-12", "http", "://", "\\\n", "&#10;", "{{ x }}", "{% x %}", ":smile:", "<details>",
    # words
    "the bridge", "shall open", "she said", "Norland", "’", "“", "”", "…", "—", "0", "a" * 400, "wort" * 900,
)  # fmt: skip
STANCES = ("support", "oppose", "neutral")
KINDS = ("reversal", "new", "withdrawn", "conditional", "hardening", "softening", "turnover", "return", "announced")


class Difficult:
    """Makes one report; ``texts`` holds the version texts, so that a quote can be compared with its slice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.texts: dict[str, str] = {}
        self.quotes: dict[str, Quote] = {}

    def text(self, most: int = 9) -> str:
        return "".join(self.random.choice(PIECES) for _ in range(self.random.randint(1, most)))

    def quote(self) -> Quote:
        n = len(self.quotes)
        version = self.text(14)
        start = self.random.randrange(len(version))
        end = self.random.randint(start + 1, len(version))
        if not version[start:end].strip("\n\r\t "):  # no claim is blank
            version, start, end = f"x{version}", 0, len(version) + 1
        self.texts[f"v{n}"] = version
        address = self.random.choice(("https://a.example/x?y=1&copy;=2", "https://a.example/(a)_b", self.text(2), "javascript:alert(1)"))
        day = date(2025, 1, 1) + timedelta(days=self.random.randrange(300))
        pick = self.random.choice
        made = Quote(
            f"c{n}", f"v{n}", version[start:end], start, end, pick((None, self.text(3))), pick((None, self.text(2))), self.text(2), pick((None, self.text(4))),
            pick((None, day)), None, "text", day, pick(STANCES), 2, pick((True, False)), pick((True, False)), pick(("direct", "indirect", "narrated")),
            pick(("official", "reported", "anonymous", "characterised")), self.text(1), 0.8, "test 1", web(address), fragment(web(address), version[start:end]), False,
        )  # fmt: skip
        self.quotes[made.claim_id] = made
        return made

    def side(self, stance: str | None) -> Side:
        if stance is None:
            return Side(None, 0, (), None, (), 0, ())
        others = tuple(Heard(self.quote(), self.random.randint(1, 3), (self.text(1),)) for _ in range(self.random.randrange(3)))
        return Side(stance, len(others) + 1, (self.text(1),), self.quote(), others, self.random.randrange(2), ())

    def change(self, n: int, first: bool = False) -> Change:
        pick = self.random.choice
        old, new = (None if first else pick(STANCES)), pick(STANCES)
        before, after = self.side(old), self.side(new)
        words = (before.quote.text, after.quote.text) if before.quote and after.quote else ("", "")
        at = datetime(2025, 9, 1, 6, tzinfo=UTC) + timedelta(hours=n)
        day = date(2025, 5, 5)
        return Change(
            f"{n:016x}", 1 + self.random.randrange(3), "a" + self.text(1), self.text(2), self.text(1), self.text(3), "new" if first else pick(KINDS), old, new,
            None if first else day - timedelta(days=9), day, None, None, self.random.random(), None if first else self.random.random(), f"{self.text(2)} moved on “{self.text(3)}” (97 %).", before, after,
            diff(*words) if words[0] != words[1] and close(*words) else (), (Point(day, new, 2, self.text(1), 1, "after"),), at - timedelta(days=1), at, None, "evidence",
        )  # fmt: skip

    def report(self) -> Report:
        pick = self.random.choice
        headlines = tuple(self.change(n) for n in range(self.random.randint(1, 2)))
        firsts = tuple(self.change(100 + n, first=True) for n in range(self.random.randrange(2)))
        cell = Cell("a", self.text(1), "i", pick(STANCES), 0.5, 0.9, 3, date(2025, 5, 5), pick(("changed", "first", "")), 2, (None, 0.5), "")
        dissent = (Dissent("a", self.text(1), self.text(2), "i", self.text(2), "support", "oppose", 0.9, 2, date(2025, 5, 5), self.quote()),)
        missed = (Missed(self.text(1), "failed", "fetch", self.text(2), True, 1, (self.text(2),)),)
        return Report(
            self.text(3), Period(None, date(2025, 9, 1)), datetime(2025, 9, 1, tzinfo=UTC), None, None, Checked(1, 1, 1, 1, (self.text(1),)), headlines, firsts, (),
            Board((cell.actor_name,), (BoardRow("i", self.text(2), (cell,)),), (), ()), dissent, (), (), (), (), (), missed, (), (),
            Made("0.1", "d1", ("test 1",), 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1), (), (), (), (),
            (Measured(None, None, 9, 1, 1 / 9, 0.02, 0.44, 0.1, 0.12), Measured("i", self.text(2), 9, 1, 1 / 9, 0.02, 0.44, 0.1, 0.12)),
        )  # fmt: skip
