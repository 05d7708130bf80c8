"""Reply, as a person meets it."""

import re
import statistics

import pytest

from .conftest import PHONE, Open, skip_if_busy
from .scenes import DANGER, DRAFT, STORY, borrow, read, write

EDITOR = "#editor .cm-content"


def test_what_may_hurt_is_underlined_and_what_works_is_marked(open_page: Open) -> None:
    page = open_page()
    write(page, DRAFT, STORY)
    assert page.locator(".cm-lintRange").first.inner_text().startswith("At least")
    assert "I'm here" in page.locator("#editor .good").all_inner_texts()
    assert page.locator(".verdict h2").inner_text() in (
        "Worth an edit before you send it",
        "Better not send this as it is",
    )


def test_places_are_right_after_letters_outside_the_basic_plane(open_page: Open) -> None:
    page = open_page()
    write(page, "\N{BROKEN HEART}\N{WAVING HAND SIGN}\n\nAt least you have your health.")
    assert page.locator(".cm-lintRange").first.inner_text().startswith("At least")


def test_the_reason_shows_on_pointing_and_one_click_rewrites(open_page: Open) -> None:
    page = open_page()
    write(page, DRAFT, STORY)
    page.hover(".cm-lintRange")
    tip = page.locator(".cm-tooltip .cm-diagnostic").first
    tip.wait_for()
    assert "loss" in tip.inner_text()
    tip.locator("button").click()
    page.get_by_text("At least you").first.wait_for(state="detached")
    assert "At least" not in page.locator(EDITOR).inner_text()
    assert "I'm here" in page.locator(EDITOR).inner_text()


def test_by_keyboard_alone_a_reply_is_written_judged_and_mended(open_page: Open) -> None:
    page = open_page(path="/reply")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.cm-content')"):
            break
    page.keyboard.type("At least you still have your health.")
    page.wait_for_selector(".cm-lintRange")
    page.keyboard.press("F8")
    page.locator(".cm-tooltip .cm-diagnostic").first.wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.findings button.rewrite')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".cm-lintRange", state="detached")
    assert "At least" not in page.locator(EDITOR).inner_text()


def test_a_touch_in_the_list_rewrites_too(open_page: Open) -> None:
    page = open_page(PHONE)
    write(page, DRAFT)
    page.locator(".findings button.rewrite").first.click()
    page.get_by_text("“At least you").first.wait_for(state="detached")
    assert "At least" not in page.locator(EDITOR).inner_text()


def test_the_whole_rewrite_is_taken_over_and_passes(open_page: Open) -> None:
    page = open_page()
    write(page, DRAFT, STORY)
    page.locator(".whole [data-use]").click()
    page.wait_for_selector(".findings", state="detached")
    assert page.locator(".cm-lintRange").count() == 0


def test_a_reading_goes_along_to_the_reply(open_page: Open) -> None:
    page = open_page()
    read(page, STORY)
    page.get_by_role("button", name="Write a reply").click()
    assert page.input_value("#context") == STORY
    assert page.evaluate("document.activeElement.matches('.cm-content')")


def test_danger_in_what_it_answers_outranks_style(open_page: Open) -> None:
    page = open_page()
    write(page, "At least you have your health.", DANGER)
    page.get_by_role("heading", name="Safety first").wait_for()
    assert page.locator(".findings li").count() >= 1


def test_words_can_be_borrowed_and_are_checked(open_page: Open) -> None:
    page = open_page()
    borrow(page, STORY)
    words = page.locator(".borrow q").first.inner_text().strip("“”")
    page.locator(".borrow [data-use]").first.click()
    page.wait_for_selector(".verdict")
    assert words in page.locator(EDITOR).inner_text()
    assert page.locator("#report .findings").count() == 0


def test_a_screen_reader_hears_the_outcome_once(open_page: Open) -> None:
    page = open_page()
    write(page, DRAFT)
    said = page.locator("[data-summary]").inner_text()
    assert "May hurt: 2. Works:" in said
    assert page.get_by_role("textbox", name="Your reply").is_visible()


PAUSES = re.findall(
    r"(?:\S+\s*){1,2}",
    "Hey love, I'm so sorry about today. At least you still have your health, and we can look at the money on "
    "Saturday. You gave that place ten years, of course it hurts. Do you want to talk when I'm home, or just sit? "
    "I'm here.",
)
WATCH = """() => {
  let last = 0, done = () => {};
  window.waits = [];
  window.checked = () => new Promise((resolve) => { if (last) done = resolve; else resolve(); });
  document.addEventListener("input", () => { last = performance.now(); }, true);
  new MutationObserver(() => { if (last) window.waits.push(performance.now() - last); last = 0; done(); })
    .observe(document.querySelector("#report"), { childList: true });
}"""


def test_the_check_comes_within_150_milliseconds_of_a_pause(
    open_page: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(path="/reply")
    page.fill("#context", STORY)
    page.click(EDITOR)
    page.evaluate(WATCH)
    for words in PAUSES:
        page.keyboard.type(words, delay=15)
        page.evaluate("() => window.checked()")
    waits = sorted(page.evaluate("window.waits"))
    with capsys.disabled():
        print(f"\ncheck after a pause: median {statistics.median(waits):.0f} ms, slowest {waits[-1]:.0f} ms")
    skip_if_busy()
    assert statistics.median(waits) <= 150
