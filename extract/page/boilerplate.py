"""What stands among an article's paragraphs and is not the article. Pure; changes the tree it is given.

Elements go by what they are made of: a list or paragraph of nothing but links is a teaser. Lines go by what they
say: only whole lines that nobody would write as a sentence of an article are dropped.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_BLOCK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|related|recirc\w*|recommend\w*|most-?(?:read|popular)|consent|gdpr|"
    r"donat(?:e|ions?)|support-?us|membership|subscribe|poll|polls|opinary|survey|quiz|read-?(?:also|next)|see-?also|also-?like|more-?on|"
    r"cookie\w*|adblock\w*|ad-?block(?:er)?-?\w*|comments?|comment-?(?:list|section|form)|author-?bio|bio-?box"
    r"|social-?share|share-?(?:bar|buttons?)|"
    r"(?:photo|image|media)-?credits?|photographer|credit-?line|outbrain|taboola|screen-?reader\w*|sr-only|visually-?hidden"
    r"|newsletter-\w+)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# However long: what readers and strangers write beside the article.
_COMMENTS = re.compile(
    r"(?:^|\s)(?:comments?|comment-?list|comments?-(?:area|section|container|wrapper|thread)|disqus_thread|comment-?respond|(?:reader|user)-comments)(?:\s|$)",
    re.IGNORECASE,
)
_EMBEDS = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|tweet-?embed|embed(?:ded)?-?tweet|instagram-media|tiktok-embed|fb-(?:post|video)|bluesky-embed|mastodon-embed"
    r"|reddit-(?:embed|card)\w*|text-post-media|telegram-post|imgur-embed\w*|truth(?:social)?-embed)(?:[\s-]|$)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"""^(?:
      (?:read|see|watch|listen|learn)\s+(?:more|also|next|now|it)\b.{0,120}
    | (?:more|must\s?read|also\s+read|see\s+also|related|recommended|trending)\s?:.{0,200}
    | (?:you\s+may|you\s+might)\s+(?:also\s+)?(?:like|be\s+interested).{0,80}
    | (?:related|recommended|popular|more|trending|latest|top)\s+(?:stories|articles|posts|news|topics|reading
        |coverage|links|videos?)\b[^.]{0,60}
    | (?:most\s+(?:read|popular)|editors?['’]?s?\s+picks?|what\s+to\s+read\s+next|don['’]t\s+miss
        |story\s+continues\s+below.*|article\s+continues\s+below.*|continue\s+reading.*)
    | (?:sign\s+up|subscribe|log\s?in|register)\b(?=.{0,200}\b(?:newsletters?|e-?mails?|inbox|news|alerts?|updates?
        |now|here|account|to\s+(?:read|continue)|subscri)).{0,300}
    | (?:by\s+(?:signing\s+up|subscribing|clicking|providing|submitting))\b.{0,300}\b(?:agree|terms|privacy
        |consent).{0,300}
    | (?:thank\s+you|thanks)\s+for\s+(?:subscribing|signing\s+up|registering|reading)\b.{0,150}
    | (?:please\s+)?(?:disable|turn\s+off|switch\s+off|whitelist|allow)\b.{0,80}\bad(?:s|\s?-?block\w*
        |verts?)\b.{0,150}
    | .{0,100}\b(?:using\s+an?|have\s+an?|your)\s+ad[\s-]?block\w*.{0,200}
    | (?:we|this\s+(?:site|website))\s+uses?\s+cookies.{0,300}
    | (?:to\s+(?:view|see|show)\s+this\s+(?:content|video|embed)).{0,250}
    | (?:follow|like|join|find|connect\s+with)\s+(?:us|[\w.&\ ]{2,40})\s+on\s+(?:twitter|x|facebook|instagram
        |google\s+news|telegram|whatsapp|tiktok|youtube|linkedin|threads|bluesky)\b.{0,200}
    | (?:got|have|do\s+you\s+have)\s+a\s+(?:story|tip|news\s+tip)\b.{0,250}
    | for\s+more\s+stories\s+like\s+this.{0,100}
    | (?:please\s+)?(?:support|back|fund|help\s+(?:us\s+)?(?:fund|support|keep))\s+(?:our|independent|quality|local|free)\s+(?:\w+\s+)?
        (?:journalism|reporting|newsroom|work|journalists|media|news)\b.{0,200}
    | (?:become|be)\s+an?\s+(?:\w+\s+){0,2}(?:member|supporter|subscriber|patron)\b(?:\s+(?:of|today|now|and|for|from|to|from\s+just)\b.{0,150})?
    | (?:please\s+)?(?:donate|make\s+a\s+(?:\w+\s+)?(?:donation|contribution)|consider\s+(?:donating|supporting|making|a\s+donation))\b
        (?=.{0,150}(?:now|today|here|us\b|our|your|journalism|support|$)).{0,200}
    | (?:your|every)\s+(?:donation|contribution|support|subscription)\b.{0,120}\b(?:our|us|journalism|newsroom)\b.{0,120}
    | (?:we\s+(?:value|respect|care\s+about)\s+your\s+privacy|we\s+and\s+our\s+(?:\d+\s+)?partners)\b.{0,400}
    | (?:accept|reject|manage|allow)\s+(?:all\s+|your\s+|my\s+)?(?:cookies?|consent|privacy)\b.{0,120}
    | (?:please\s+)?(?:enable|turn\s+on|activate)\s+(?:java\s?script|cookies)\b.{0,150}
    | (?:your\s+browser\s+(?:does\s+not|doesn['’]t|is\s+not)|this\s+(?:content|video)\s+is\s+(?:not\s+available|provided\s+by|hosted\s+by))\b.{0,200}
    | already\s+a\s+(?:subscriber|member)\b.{0,100}
    | this\s+(?:article|story|content)\s+is\s+(?:only\s+)?(?:for|available\s+to|reserved\s+for|exclusive\s+to)\s+(?:our\s+)?(?:paying\s+)?(?:subscribers|members)\b.{0,120}
    | to\s+(?:continue|keep)\s+reading\b.{0,200}
    | (?:vote|take\s+part)\s+(?:now\s+)?in\s+(?:our|the|this|today['’]?s)\s+(?:\w+\s+)?(?:poll|survey|quiz)\b.{0,200}
    | (?:reader|online|our|today['’]?s|quick)\s+poll\b.{0,200}
    | (?:what\s+do\s+you\s+(?:think|make\s+of\s+(?:it|this))|do\s+you\s+agree)\s*\?
    | (?:what|do|does|did|should|would|will|are|is|how|who|which|can)\b[^?]{3,160}\?.{0,60}\b(?:in\s+the\s+comments?|comments?\s+(?:section|below)|our\s+poll
        |vote\s+(?:now|here|below|in)|have\s+your\s+say|let\s+us\s+know|tell\s+us)\b.{0,120}
    | (?:have\s+your\s+say|join\s+(?:the|our)\s+(?:conversation|discussion|debate)|leave\s+a\s+(?:comment|reply)|view\s+(?:all\s+)?comments)\b.{0,150}
    | (?:let\s+us\s+know|tell\s+us|share\s+your\s+(?:thoughts?|views?|opinions?|story))\b.{0,120}\b(?:comments?|below|poll|e-?mail|survey|form)\b.{0,80}
    | you\s+must\s+(?:confirm|be\s+logged|log\s?in|be\s+signed).{0,120}
    | please\s+log\s?(?:in|out)\b.{0,120}
    | (?:share|tweet|print|e-?mail|comments?|advertisement|ad|anzeige|werbung|publicité|publicidad
        |sponsored)(?:\s+(?:this|this\s+article|on\s+\w+|by\s+\w+|\(\d+\)))?
    | (?:photo|image|picture|foto|bild|credit|photograph|image\s+source|image\s+credit|photo\s+credit|photo\s+by
        |file\s+photo|quelle|video|getty)\s?(?::|,|©).{0,120}
    | ©.{0,160}
    | (?:.{0,200}/\s?|[^.!?]{0,140}\bvia\s+)(?:Getty(?:\s+Images)?|AFP|Reuters|AP(?:\s+Photo)?|EPA|Shutterstock|Bloomberg|Alamy|Anadolu)[)\]]?
    | .{0,40}(?:all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+réservés
        |todos\s+los\s+derechos\s+reservados).{0,150}
    | \(?(?:AP|Reuters|AFP|EPA|Getty)\s?(?:photo|images?)?(?:/[^)]{2,60})?\)?
    | (?:auch\s+interessant|lesen\s+sie\s+auch|mehr\s+zum\s+thema|das\s+könnte\s+sie\s+auch\s+interessieren
        |weiterlesen|mehr\s+dazu|lesetipp|empfohlener\s+externer\s+inhalt)\b\s?:?.{0,150}
    | (?:les\s+også|læs\s+også|läs\s+också|läs\s+mer|lue\s+myös|lire\s+aussi|à\s+lire\s+aussi|lea\s+también
        |leer?\s+también|leggi\s+anche|lees\s+ook|leia\s+também|czytaj\s+(?:także|też|również)|читайте\s+также
        |читайте\s+також|ayrıca\s+okuyun)\b.{0,200}
    | (?:link\s+zum\s+\S+)
    )[\s.!›»>]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_TEASER_SHARE = 0.95
_SHORTEST_TEASER = 20


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is a notice, a teaser's label or a credit."""
    return not re.search(r"\w", line) or (len(line) <= 500 and _LINE.match(line) is not None)


def prune(tree: HtmlElement) -> HtmlElement:
    """Remove elements that are no part of any article; gives back the same tree."""
    for element in [each for each in tree.iter("ul", "ol", "p", "div", "section", "aside", "form", "span", "blockquote", "figcaption") if _goes(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _goes(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) > 1 and len(names) < 500:
        if _EMBEDS.search(names):
            return True
        if _BLOCK_NAMES.search(names):
            if _COMMENTS.search(names) and element.find(".//h1") is None and element.tag != "p":
                return True
            # A name on a wrapper of the whole page says nothing; a real article holds several paragraphs.
            return sum(1 for _ in element.iter("p")) <= 4 and len(_text(element)) < 1500
    if element.tag in ("ul", "ol"):
        return sum(1 for _ in element.iter("li")) >= 2 and (_is_links(element) or _is_teasers(element))
    return element.tag == "p" and _is_links(element)


def _is_links(element: HtmlElement) -> bool:
    links = list(element.iter("a"))
    if not links:
        return False
    whole = len(_text(element))
    return whole >= _SHORTEST_TEASER and sum(len(_text(link)) for link in links) >= _TEASER_SHARE * whole


def _is_teasers(element: HtmlElement) -> bool:
    """A list of headlines, each a link with a label before it; a list of sentences that hold links is none."""
    for item in element.iter("li"):
        links = list(item.iter("a"))
        text = str(item.text_content()).strip()
        if len(links) != 1 or len(text) > 200 or text.endswith((".", ";", ",", "。")) or 2 * len(_text(links[0])) < len("".join(text.split())):
            return False
    return True


def _text(element: HtmlElement) -> str:
    return "".join(str(element.text_content()).split())
