"""The whole story in a browser: look up, log, next morning's nudge, log from it, next Monday's digest.

`UPDATE_SCREENS=1` keeps the screenshots that the README shows.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from .conftest import needs
from .processes import ROOT, bot, free_port, get, wait_for

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    needs(CHROMIUM, "Chromium")
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    with bot(folder, "demo", DEMO_PORT=str(port)) as process:
        url = f"http://127.0.0.1:{port}"
        begun = time.monotonic()
        wait_for(lambda: '"ready":true' in get(f"{url}/readyz"), 60, "the demo")
        assert time.monotonic() - begun < 60
        yield url
    assert process.returncode in {0, -15}


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


class Reader:
    """A person at the page."""

    def __init__(self, browser: Any, base: str, folder: Path, **context: Any) -> None:
        self.page = browser.new_context(viewport={"width": 1180, "height": 860}, **context).new_page()
        self.base, self.folder, self.wrong = base, folder, []
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.set_default_timeout(20_000)

    def act_as(self, name: str, place: str = "") -> None:
        self.page.goto(self.base)
        id_ = self.page.locator("#as option", has_text=name).get_attribute("value")
        self.page.goto(f"{self.base}/?as={id_}" + (f"&in={place}" if place else ""))

    def type(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")

    def says_how(self, channel: str) -> None:
        """What the form of a touch wants to be told."""
        self.page.select_option("#in-channel", channel)
        self.page.select_option("#in-outcome", "reached")

    def last(self, text: str) -> Any:
        """The newest message that says this."""
        found = self.page.locator("article.message", has_text=text).last
        found.wait_for()
        return found

    def screen(self, name: str, element: Any = None) -> None:
        path = self.folder / f"{name}.png"
        (element or self.page).screenshot(path=path)
        assert path.stat().st_size > 5000
        if os.environ.get("UPDATE_SCREENS"):
            (ROOT / "docs" / "screens").mkdir(exist_ok=True)
            shutil.copy(path, ROOT / "docs" / "screens" / path.name)


def test_the_story(browser: Any, base: str, tmp_path: Path):
    dana = Reader(browser, base, tmp_path)
    dana.act_as("Dana Reyes")
    dana.type("/account acme")
    card = dana.last("Acme Industrial")
    assert "At risk" in card.inner_text()
    assert "buyer doubts ROI" in card.inner_text()
    dana.screen("card", card)
    card.get_by_role("button", name="More about Acme").click()
    more = dana.last("sentiment and concerns")
    dana.screen("card-more", more)
    more.get_by_role("button", name="Log a touch").click()
    dana.says_how("call")
    dana.page.select_option("#in-purpose", "shared_insight")
    dana.page.fill("#in-got", "went through the ROI numbers with the buyer")
    dana.page.select_option("#in-sentiment", "happy")
    dana.screen("form", dana.page.locator("form.modal"))
    dana.page.get_by_role("button", name="Save").click()
    dana.last("Logged with Acme Industrial")
    dana.type("/log acme, globex met at expo")
    dana.screen("receipt", dana.last("Logged with Acme Industrial, Globex Marine"))

    dana.page.get_by_role("button", name="Next morning").click()
    nudge = dana.last("today")
    nudge.get_by_role("button", name="Log a touch").first.wait_for()
    assert "Acme Industrial" not in nudge.inner_text(), "touched yesterday"
    dana.screen("nudge", nudge)
    nudge.get_by_role("button", name="Log a touch").first.click()
    dana.says_how("message")
    dana.page.fill("#in-got", "fixed the sync with support")
    dana.page.select_option("#in-purpose", "solved_problem")
    dana.page.get_by_role("button", name="Save").click()
    nudge = dana.page.locator("article.message:not(.ephemeral)", has_text="✅ logged").last
    nudge.get_by_label("Snooze").first.select_option(label="3 days")
    dana.screen("nudge-after", dana.last("💤 snoozed"))

    dana.page.get_by_role("button", name="Next Monday").click()
    mel = Reader(browser, base, tmp_path)
    mel.act_as("Marcus Bell")
    digest = mel.last("accounts in rhythm")
    for part in ("Are we successful?", "Do we spend enough", "reaching every account", "worry about", "NRR"):
        assert part in digest.inner_text(), part
    assert digest.locator("svg rect").count() > 4
    assert digest.locator("table tbody tr").count() > 3
    mel.page.set_viewport_size({"width": 1180, "height": 2400})
    mel.screen("digest", digest)
    assert not dana.wrong + mel.wrong


def test_home_tab_keyboard_dark_and_narrow(browser: Any, base: str, tmp_path: Path):
    robin = Reader(browser, base, tmp_path, color_scheme="dark")
    robin.act_as("Robin Hale", "home")
    robin.page.get_by_text("Sending is on").wait_for()
    robin.screen("home-dark")
    robin.page.set_viewport_size({"width": 390, "height": 780})
    robin.act_as("Dana Reyes")
    robin.page.locator("#text").focus()
    robin.page.keyboard.type("/log")
    robin.page.keyboard.press("Enter")
    field = robin.page.locator("#in-account")
    field.wait_for()
    assert field.evaluate("e => e === document.activeElement"), "the first field has the focus"
    robin.page.keyboard.type("acm")
    robin.page.locator("[role=option]", has_text="Acme Industrial").wait_for()
    robin.page.keyboard.press("Enter")
    robin.page.locator("#in-contacts").wait_for()
    robin.screen("narrow")
    wide = robin.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out"
    robin.page.keyboard.press("Escape")
    robin.page.locator("form.modal").wait_for(state="detached")
    assert not robin.wrong


def test_a_guest_and_a_second_click(browser: Any, base: str, tmp_path: Path):
    guest = Reader(browser, base, tmp_path)
    guest.act_as("Gale Guest")
    guest.type("/account acme")
    guest.page.get_by_text("I don't know you yet").wait_for()
    rep = Reader(browser, base, tmp_path)
    rep.act_as("Tyrone Okafor")
    rep.type("/log northgate voicemail")
    receipt = rep.last("Logged with")
    receipt.get_by_role("button", name="Undo").dblclick()
    rep.last("Undone")
    assert not rep.wrong
