"""The pictures of the README and the how-to, taken from the running page: make pictures."""

import os
from pathlib import Path

import pytest

from .conftest import DESKTOP, PHONE, Open
from .scenes import DRAFT, SCENES, STORY, write

PICTURES = {
    "page-read-desktop": ("reading", DESKTOP, "light"),
    "page-read-phone": ("reading", PHONE, "dark"),
    "page-first-phone": ("read", PHONE, "dark"),
    "page-danger-phone": ("danger", PHONE, "light"),
    "page-practise-desktop": ("debrief", DESKTOP, "dark"),
}


def folder(otherwise: Path) -> Path:
    return Path(os.environ.get("KERCHIEF_PICTURES") or otherwise)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(open_page: Open, tmp_path: Path, name: str) -> None:
    scene, size, scheme = PICTURES[name]
    page = open_page(size, scheme)
    SCENES[scene](page)
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.move(0, 0)
    page.screenshot(path=folder(tmp_path) / f"{name}.png", caret="initial")
    assert (folder(tmp_path) / f"{name}.png").stat().st_size > 10_000


def test_a_picture_is_taken_of_the_reason_under_the_pointer(open_page: Open, tmp_path: Path) -> None:
    page = open_page(DESKTOP, "dark")
    write(page, DRAFT, STORY)
    page.hover(".cm-lintRange")
    page.locator(".cm-tooltip .cm-diagnostic").first.wait_for()
    page.screenshot(path=folder(tmp_path) / "page-reply-desktop.png", caret="initial")
    assert (folder(tmp_path) / "page-reply-desktop.png").stat().st_size > 10_000
