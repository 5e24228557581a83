"""The page as a reader has it, in Chromium: it stays in its file, fits its window, reads without script, and is sound for the ear."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import need

from reports.render import to_html
from tests.demo_reports import demo_report
from tests.made_reports import large
from tests.report_world import ask, filled

pytestmark = pytest.mark.heavy

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
WIDTHS = (360, 768, 1440)
KINDS = ("small", "large", "demo")
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of this file."""
    have = bool(CHROMIUM) and all(importlib.util.find_spec(name) for name in ("playwright", "axe_playwright_python"))
    need("chromium", have, "Chromium, or Playwright to drive it, is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are looked at; screenshots are kept beside them."""
    folder = tmp_path_factory.mktemp("report-pages")
    with filled(folder) as connection:
        texts = {"small": to_html(ask(connection, None)), "large": to_html(large()), "demo": to_html(demo_report(folder / "demo"))}
    paths = {name: folder / f"{name}.html" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8", newline="\n")
    return paths


class Opened:
    """A page in a tab, and what it did."""

    def __init__(self, browser: Any, path: Path, width: int, scheme: str = "light", *, script: bool = True) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)
        self.tab = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(path.as_uri())

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_its_window_says_nothing_and_asks_for_nothing(browser: Any, pages: dict[str, Path], kind: str, width: int, scheme: str) -> None:
    """No message on the console, no request but for the file, no scrolling to the side, also with all folds open."""
    with Opened(browser, pages[kind], width, scheme) as page:
        page.tab.screenshot(path=pages[kind].with_name(f"{kind}-{width}-{scheme}.png"), full_page=kind != "large")
        for _ in range(2):
            assert page.tab.evaluate("document.scrollingElement.scrollWidth") == width
            page.tab.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert page.said == []
        assert [a for a in page.asked if not a.startswith("data:")] == [pages[kind].as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(browser: Any, pages: dict[str, Path], kind: str, scheme: str) -> None:
    """axe-core, all its rules for WCAG 2 A and AA and good practice."""
    from axe_playwright_python.sync_playwright import Axe

    with Opened(browser, pages[kind], 1440, scheme) as page:
        page.tab.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        found = Axe().run(page.tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in GRAVE] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_is_all_there_without_script(browser: Any, pages: dict[str, Path], kind: str) -> None:
    """With script off the page holds the same text."""
    with Opened(browser, pages[kind], 1440) as on:
        with_script = on.tab.locator("body").text_content()
    with Opened(browser, pages[kind], 1440, script=False) as off:
        assert off.tab.locator("body").text_content() == with_script
        assert off.tab.locator("h1").is_visible()


def test_pointing_at_a_sign_and_tabbing_to_it_show_its_words(browser: Any, pages: dict[str, Path]) -> None:
    """Within the window, also on a telephone."""
    with Opened(browser, pages["small"], 360) as page:
        sign = page.tab.locator("article .m").first
        shown = "s => getComputedStyle(s, '::after').content"
        assert sign.evaluate(shown) == "none"
        sign.hover()
        assert "supports" in sign.evaluate(shown)
        page.tab.mouse.move(0, 0)
        sign.focus()
        assert "supports" in sign.evaluate(shown)
        assert page.tab.evaluate("document.scrollingElement.scrollWidth") == 360


def test_a_cell_leads_to_its_pair(browser: Any, pages: dict[str, Path]) -> None:
    """Every cell of the board has a target; followed, it is shown, and the fold that holds it opens, with no script of the page's own."""
    with Opened(browser, pages["demo"], 1440) as page:
        cells = page.tab.locator(".board a")
        missing = page.tab.evaluate("[...document.querySelectorAll('.board a')].filter(a => !document.getElementById(a.hash.slice(1))).length")
        assert cells.count() > 20 and missing == 0
        folded = page.tab.locator("details.fold > div").first
        assert not folded.is_visible()
        page.tab.locator(f'.board a[href="#{folded.get_attribute("id")}"]').click()
        assert folded.is_visible()
        assert page.tab.evaluate("e => { const b = e.getBoundingClientRect(); return 0 <= b.top && b.top < innerHeight }", folded.element_handle())


def test_printing_gives_a_document(browser: Any, pages: dict[str, Path]) -> None:
    """A PDF of a few pages."""
    with Opened(browser, pages["demo"], 1440) as page:
        made = page.tab.pdf(path=pages["demo"].with_suffix(".pdf"), format="A4")
    assert made.startswith(b"%PDF") and 3 <= made.count(b"/Type /Page\n") <= 60
