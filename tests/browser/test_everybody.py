"""Every page, for every eye and every screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import DESKTOP, PHONE, SMALL, Open, skip_if_busy
from .scenes import SCENES

WIDE = (3840, 2160)
RUNNING_OVER = """() => [...document.querySelectorAll(".panel:not([hidden]) *")]
  .filter((item) => item.checkVisibility() && !item.closest("svg, .unseen, .cm-editor, input"))
  .filter((item) => getComputedStyle(item).display !== "inline")
  .filter((item) => item.clientWidth && item.scrollWidth > item.clientWidth + 1)
  .map((item) => item.outerHTML.slice(0, 120))"""
TOO_SMALL = """() => [...document.querySelectorAll("button, summary, select, .top a, .file, textarea")]
  .filter((item) => item.checkVisibility())
  .filter((item) => Math.min(item.getBoundingClientRect().height, item.getBoundingClientRect().width) < 36)
  .map((item) => item.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].map((item) => getComputedStyle(item))
  .filter((style) => parseFloat(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth").length"""


@pytest.mark.parametrize("scene", SCENES)
def test_axe_finds_no_violation_large_or_small_light_or_dark(open_page: Open, scene: str) -> None:
    page = open_page()
    SCENES[scene](page)
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in found] == [], (width, scheme)


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_runs_over_the_edge_from_320_pixels_to_4k(open_page: Open, scene: str) -> None:
    page = open_page()
    SCENES[scene](page)
    for width, height in (WIDE, DESKTOP, PHONE, SMALL):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(RUNNING_OVER) == []
        assert page.evaluate(TOO_SMALL) == []


def test_who_wants_less_motion_gets_none(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0


def test_letters_twice_as_large_do_not_break_the_page(open_page: Open) -> None:
    page = open_page((640, 900))
    SCENES["reading"](page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_page_can_be_used_within_a_second(open_page: Open, capsys: pytest.CaptureFixture[str]) -> None:
    page = open_page()
    times = []
    for _ in range(5):
        page.reload()
        page.wait_for_selector("#editor .cm-content", state="attached")
        times.append(page.evaluate("performance.now()"))
    with capsys.disabled():
        print(f"\nusable after {sorted(times)[2]:.0f} ms (median of 5)")
    skip_if_busy()
    assert sorted(times)[2] < 1000
