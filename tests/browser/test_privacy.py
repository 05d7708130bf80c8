"""What the page leaves behind: nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .conftest import CHROMIUM, Open, Seen, Served
from .scenes import LINES, borrow, look_back, read, write

WORD = "zebrafinch"
CANARY = f"{WORD} marmalade"
ACCOUNT = f"My husband cried at the {CANARY} and kept saying he is failing us."


def tour(page: Page) -> None:
    """Everything a person may do with words of their own."""
    read(page, ACCOUNT)
    page.get_by_role("button", name="Write a reply").click()
    write(page, f"At least you have the {CANARY}.")
    borrow(page, ACCOUNT)
    look_back(page)


def leave_by_key(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def leave_by_button(page: Page) -> None:
    page.get_by_role("button", name="Leave").click()


@pytest.mark.parametrize("leave", [leave_by_key, leave_by_button])
def test_leaving_blanks_the_page_and_back_finds_nothing(
    open_page: Open, served: Served, leave: Callable[[Page], None]
) -> None:
    page = open_page()
    page.goto(served.origin + "/")
    read(page, ACCOUNT)
    write(page, CANARY, is_marked=False)
    leave(page)
    page.wait_for_url("about:blank")
    assert page.content() == "<html><head></head><body></body></html>"
    assert page.context.cookies() == []
    for _ in range(4):
        page.go_back()
        said = page.content()
        assert CANARY not in said
        assert "kerchief" not in said.lower()
        assert "tears" not in said
        assert page.title() in ("", "Closed")


def test_one_escape_does_not_leave(open_page: Open) -> None:
    page = open_page()
    page.fill("#account", ACCOUNT)
    page.keyboard.press("Escape")
    page.keyboard.type(" And then?")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.url != "about:blank"


def test_title_and_address_tell_nothing(open_page: Open) -> None:
    page = open_page()
    tour(page)
    assert page.title() == "Notes"
    assert WORD not in page.url


def test_no_request_goes_elsewhere(open_page: Open, served: Served, seen: Seen) -> None:
    page = open_page()
    tour(page)
    assert seen.requests
    elsewhere = [url for url in seen.requests if not url.startswith((served.origin, "data:", "blob:"))]
    assert elsewhere == []
    assert [url for url in seen.requests if WORD in url] == []


def test_the_browser_is_given_nothing_to_store(open_page: Open) -> None:
    page = open_page()
    tour(page)
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length]"
    )
    assert stored == [0, 0, 0, 0]
    cookies = page.context.cookies()
    assert [(cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) for cookie in cookies] == [(True, "Strict", -1)]
    assert page.evaluate("history.state") is None


def test_a_page_opened_afresh_has_forgotten_everything(open_page: Open) -> None:
    page = open_page()
    page.fill("#account", ACCOUNT)
    page.reload()
    assert page.input_value("#account") == ""


def test_no_word_reaches_a_log_or_the_disk(served: Served, tmp_path: Path, browser: Browser) -> None:
    del browser  # it has waited until the server is up
    profile = tmp_path / "profile"
    _tour_with_profile(served, profile)
    assert any(profile.rglob("*"))
    assert _files_with(WORD, profile) == []
    assert _files_with(LINES[0], profile) == []
    assert served.log.read_text() == ""


def _tour_with_profile(served: Served, profile: Path) -> None:
    """In a process of its own: one process drives one browser at a time."""
    here = Path(__file__).parent
    code = (
        f"import sys; sys.path.insert(0, {str(here.parent.parent)!r})\n"
        "from tests.browser.test_privacy import visit\n"
        f"visit({served.address!r}, {str(profile)!r})\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=180)


def visit(address: str, profile: str) -> None:
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = context.pages[0]
        page.goto(address)
        tour(page)
        context.close()


def _files_with(words: str, folder: Path) -> list[str]:
    forms = (words.encode(), words.encode("utf-16-le"))
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [str(path) for path in files for content in (path.read_bytes(),) if any(form in content for form in forms)]
