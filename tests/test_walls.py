"""What stands beside or before an article never becomes its text."""

from __future__ import annotations

import pytest

from extract.clean import clean
from extract.errors import DocumentError
from extract.page.boilerplate import is_boilerplate
from tests.made_pages import PARAGRAPHS, ld, page

ARTICLE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WHOLE = "".join(f"<p>{text} That is the {nth}th thing that was said about it.</p>" for nth in range(4) for text in PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: The other minister answers",
        "You may also like",
        "Recommended stories",
        "Sign up for our daily newsletter and get the news to your inbox.",
        "Support our journalism with a small monthly gift.",
        "Please help fund independent journalism like this.",
        "Become a member today",
        "Become a supporter from just 3 a month and read without advertisements",
        "Donate now",
        "Please consider making a donation to keep our newsroom going.",
        "Your contribution helps our newsroom stay free.",
        "We use cookies and other techniques to make this site work.",
        "We value your privacy",
        "Accept all cookies",
        "Please enable JavaScript to watch this video.",
        "It looks like you have an ad blocker. Please switch it off.",
        "Already a subscriber? Log in",
        "Photo: Example Agency",
        "A crowd in front of the parliament on Monday. Ann Lee/Getty Images",
        "What do you think?",
        "What do you think? Tell us in the comments",
        "Should the treaty be signed? Vote in our poll",
        "Vote in our poll below",
        "Have your say in the comments section",
        "Join the conversation",
        "Let us know what you think in the comments below.",
        "Leave a comment",
    ],
)
def test_lines_that_are_no_sentence_of_an_article(line: str) -> None:
    """Teasers, asks for money or an address, consent, credits, polls and questions to the reader."""
    assert is_boilerplate(line)
    assert line not in clean(page(body=f"<article><p>{PARAGRAPHS[0]}</p><p>{line}</p><p>{PARAGRAPHS[1]}</p></article>")).text


@pytest.mark.parametrize(
    "line",
    [
        "Donors donated blood after the minister asked them to.",
        "Support for the treaty grew in the capital, the foreign minister said.",
        "Supporters of the bill said that it would become law before the summer.",
        "To become a member of the alliance, a country has to reform its courts.",
        "Should Avalon join the alliance? The minister says yes.",
        "What do you think the neighbours want? the ambassador asked his hosts.",
        "The poll found that half of them want to join.",
        "Voters took part in the poll on Sunday in large numbers.",
        "Cookies were served while the delegates waited for the vote.",
        "Tell us what you want, the delegation said, and we will sign.",
        "BRUSSELS (AP) — Allies agreed to it.",
        "The agreement was reported by Reuters and the Example Times.",
        "Comments by the minister were met with silence.",
        "Every contribution of the allies counts, he said.",
    ],
)
def test_sentences_of_an_article_stay(line: str) -> None:
    """Although they hold the same words."""
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "block",
    [
        '<blockquote class="twitter-tweet"><p>STRANGERS WORDS that somebody else wrote about the treaty today.</p>&mdash; A. N. Other</blockquote>',
        '<blockquote class="instagram-media"><p>STRANGERS WORDS under a picture of the ministers.</p></blockquote>',
        '<div class="poll"><p>STRANGERS WORDS: should the treaty be signed at all?</p><p>Yes</p><p>No</p></div>',
        '<section id="comments" class="comments">' + "<p>STRANGERS WORDS, says a reader who is against it.</p>" * 9 + "</section>",
        '<div class="donation-box"><p>STRANGERS WORDS about our need for your money in hard times.</p></div>',
        '<ul><li>Talks: <a href="/a">STRANGERS WORDS in a headline of another day</a></li><li>Votes: <a href="/b">Another one that is a link</a></li></ul>',
    ],
    ids=["tweet", "instagram", "poll", "comments", "donation", "teasers"],
)
def test_blocks_of_others_are_dropped(block: str) -> None:
    """Embedded posts, polls, comments, asks and lists of teasers; what surrounds them stays."""
    text = clean(page(body=f"<article>{ARTICLE}{block}<p>{PARAGRAPHS[0]} Indeed.</p></article>")).text
    assert "STRANGERS" not in text and text.startswith(PARAGRAPHS[0]) and text.endswith("Indeed.")


def test_a_quotation_of_the_article_stays() -> None:
    """A blockquote that embeds nothing is what the article quotes; a list of sentences with links is its own."""
    quoted = "<blockquote><p>We have never said so, and we shall not say so, wrote the president in his letter.</p></blockquote>"
    listed = '<ul><li>The <a href="/x">treaty of last year</a> is signed.</li><li>The <a href="/y">bill of this year</a> is not.</li></ul>'
    text = clean(page(body=f"<article>{ARTICLE}{quoted}{listed}</article>")).text
    assert "wrote the president in his letter" in text and "The treaty of last year is signed." in text


CONSENT = "<h2>We value your privacy</h2><p>We and our 812 partners store and use cookies on your device to show advertisements.</p><button>Accept all</button>"
BOT = "<h1>Checking your browser</h1><p>Enable JavaScript and cookies to continue to example.org, which reviews the security of your connection.</p>"
LOGIN = "<form><label>E-mail</label><input><label>Password</label><input></form><p>Log in to your account</p><p>Forgot your password?</p>"


@pytest.mark.parametrize(
    ("head", "body", "wall"),
    [
        (ld(isAccessibleForFree=False), f"<article><p>{PARAGRAPHS[0]}</p></article>", "a paywall"),
        (ld(isAccessibleForFree="False"), f"<article><p>{PARAGRAPHS[0]}</p></article>", "a paywall"),
        ('<meta property="article:content_tier" content="locked">', f"<article><p>{PARAGRAPHS[0]}</p></article>", "a paywall"),
        ("", f"<article><p>{PARAGRAPHS[0]}</p></article><div><p>Subscribe to continue reading.</p></div>", "a paywall"),
        ("", f"<article><p>{PARAGRAPHS[0]}</p><p>You have reached your limit of free articles.</p></article>", "a paywall"),
        ("", CONSENT, "a consent wall"),
        ("", f"<div>{CONSENT}</div>", "a consent wall"),
        ("", BOT, "a bot check"),
        ("", "<p>Are you a robot? Please confirm that you are not, and then you can read on with us here today.</p>", "a bot check"),
        ("", LOGIN, "a login page"),
    ],
)
def test_walls_are_named(head: str, body: str, wall: str) -> None:
    """A stub is no article, and the reason says which."""
    with pytest.raises(DocumentError, match=rf"^https://example\.org/politics/one.*: {wall}, no article$"):
        clean(page(head, body))


@pytest.mark.parametrize(
    ("head", "extra"),
    [
        (ld(isAccessibleForFree=False), ""),
        (ld(isAccessibleForFree=False), "<div><p>Subscribe to continue reading.</p></div>"),
        ("", f"<div class='banner'>{CONSENT}</div>"),
        ("", f"<div>{LOGIN}</div>"),
    ],
)
def test_a_whole_article_is_one_whatever_its_markup_says(head: str, extra: str) -> None:
    """Outlets mark what they show in full as not free, and every page has a notice."""
    assert len(clean(page(head, f"<article>{WHOLE}</article>{extra}")).text) > 1000


def test_a_short_article_is_no_wall() -> None:
    """A brief beside a cookie notice and a login is a brief."""
    text = clean(page(body=f"<article>{ARTICLE}</article><div class='cookie-banner'>{CONSENT}</div><footer>{LOGIN}</footer>")).text
    assert text.split("\n") == PARAGRAPHS
