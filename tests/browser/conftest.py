"""The real command, and a real browser: Debian's chromium."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
COMMAND = Path(sys.executable).parent / "kerchief"
DESKTOP, PHONE, SMALL = (1440, 900), (390, 844), (320, 640)
PATIENCE = 120.0


@dataclass
class Served:
    """A running ``kerchief serve``: its address, and all that it has written so far."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def origin(self) -> str:
        return self.address.partition("/?")[0]


@dataclass
class Seen:
    """What a context asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:  # an answer that refuses is no fault of the page
            self.complaints.append(text)


def serve(log: Path) -> Served:
    with log.open("w") as errors:
        process = subprocess.Popen(
            [COMMAND, "serve", "--no-open"], stdout=subprocess.PIPE, stderr=errors, text=True, env=dict(os.environ)
        )
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    address = process.stdout.readline().strip() if ready else ""
    if not address:
        process.kill()
        process.communicate()
        pytest.fail(f"kerchief serve printed no address. {log.read_text()[-400:]}")
    return Served(address, process, log)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    served = serve(tmp_path_factory.mktemp("serve") / "log")
    with served.process:
        yield served
        served.process.terminate()


@pytest.fixture(scope="session")
def browser(served: Served) -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        warm = browser.new_page()
        warm.goto(served.address, timeout=PATIENCE * 1000)  # waits until the server has loaded
        warm.fill("#account", "He cried.")
        warm.click("#read button[type=submit]")
        warm.get_by_role("heading", name="Not enough to tell yet").wait_for(timeout=PATIENCE * 1000)
        warm.close()
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def open_page(browser: Browser, served: Served, seen: Seen) -> Iterator[Open]:
    """A page of its own context; whatever the browser complains about fails the test."""
    contexts: list[BrowserContext] = []

    def make(size: tuple[int, int] = DESKTOP, scheme: str = "light", path: str = "/") -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        contexts.append(context)
        seen.watch(context)
        page = context.new_page()
        page.goto(served.address)
        if path != "/":
            page.goto(served.origin + path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert seen.complaints == []


def skip_if_busy() -> None:
    """Where more wants to run than there are cores, a time says nothing about the page."""
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip("the machine is too busy for a time to mean anything")
