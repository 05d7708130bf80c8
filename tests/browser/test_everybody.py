"""Every page, for every eye and every screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import DESKTOP, PHONE, SMALL, Open
from .scenes import SCENES

WIDE = (3840, 2160)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scene", SCENES)
def test_axe_finds_no_violation(open_page: Open, scene: str, size: tuple[int, int], scheme: str) -> None:
    page = open_page(size, scheme)
    SCENES[scene](page)
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in found] == []


@pytest.mark.parametrize("size", [SMALL, PHONE, DESKTOP, WIDE], ids=["320", "phone", "desktop", "4K"])
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_runs_over_the_edge(open_page: Open, scene: str, size: tuple[int, int]) -> None:
    page = open_page(size)
    SCENES[scene](page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(CUT) == []


CUT = """() => [...document.querySelectorAll(".panel:not([hidden]) *")]
  .filter((item) => item.checkVisibility() && !item.closest("svg, .unseen, .cm-editor, input"))
  .filter((item) => getComputedStyle(item).display !== "inline")
  .filter((item) => item.clientWidth && item.scrollWidth > item.clientWidth + 1)
  .map((item) => item.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scene", SCENES)
def test_what_can_be_pressed_is_large_enough(open_page: Open, scene: str) -> None:
    page = open_page(PHONE)
    SCENES[scene](page)
    assert page.evaluate(TOO_SMALL) == []


TOO_SMALL = """() => [...document.querySelectorAll("button, summary, select, .top a, .file, textarea")]
  .filter((item) => item.checkVisibility())
  .filter((item) => Math.min(item.getBoundingClientRect().height, item.getBoundingClientRect().width) < 36)
  .map((item) => item.outerHTML.slice(0, 120))"""


def test_who_wants_less_motion_gets_none(open_page: Open) -> None:
    page = open_page()
    moving = """() => [...document.querySelectorAll("*")].map((item) => getComputedStyle(item))
      .filter((style) => parseFloat(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth").length"""
    assert page.evaluate(moving) == 0


def test_larger_letters_do_not_break_the_page(open_page: Open) -> None:
    page = open_page((640, 900))
    SCENES["reading"](page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
