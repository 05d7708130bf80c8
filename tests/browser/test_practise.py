"""Practise and Learn, as a person meets them."""

from .conftest import PHONE, Open
from .scenes import LINES, STORY, begin, learn, look_back, read, talk


def test_a_talk_goes_on_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    begin(page)
    assert page.locator(".turn").count() == 1
    page.focus("#text")
    page.keyboard.type(LINES[1])
    page.keyboard.press("Enter")
    page.locator(".turn").nth(2).wait_for()
    assert page.evaluate("document.activeElement.id") == "text"
    assert LINES[1].replace("'", "’") in page.locator(".turn.supporter").inner_text()


def test_it_says_that_nobody_is_there(open_page: Open) -> None:
    page = open_page()
    begin(page)
    assert "made up" in page.locator(".about").inner_text()


def test_a_hint_changes_nothing_but_adds_one_sentence(open_page: Open) -> None:
    page = open_page()
    talk(page, LINES[:1])
    before = page.locator(".turn").all_inner_texts()
    page.get_by_role("button", name="A hint").click()
    page.wait_for_selector("#hint")
    assert page.locator(".turn").all_inner_texts() == before


def test_the_last_line_can_be_taken_back(open_page: Open) -> None:
    page = open_page()
    talk(page, LINES[:2])
    page.get_by_role("button", name="Take the last one back").click()
    page.locator(".turn").nth(4).wait_for(state="detached")
    assert page.locator(".turn").count() == 3


def test_the_debrief_draws_the_arc_and_any_turn_can_be_tried_again(open_page: Open) -> None:
    page = open_page(PHONE)
    look_back(page)
    arc = page.locator(".arc .graph > svg")
    assert "trust went from" in arc.get_attribute("aria-label")
    points = arc.locator("polyline").first.get_attribute("points").split()
    assert len(points) == len(LINES) + 1
    page.get_by_role("button", name="Try this again").first.click()
    page.wait_for_selector("#text")
    assert page.locator(".turn").count() == 1


def test_own_words_of_danger_are_answered_outside_the_play(open_page: Open) -> None:
    page = open_page()
    begin(page, "if_you_leave")
    page.fill("#text", "I want to kill myself too.")
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("heading", name="Outside the practice").wait_for()


def test_a_reading_leads_to_what_stands_behind_it(open_page: Open) -> None:
    page = open_page()
    read(page, STORY)
    page.locator(".cause .why").first.click()
    page.wait_for_selector("#entry .entry")
    assert page.locator("#learn").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "They feel they let you down"
    page.go_back()
    assert page.locator(".cause").first.is_visible()


def test_every_rule_tells_its_reason_and_its_sources(open_page: Open) -> None:
    page = open_page()
    learn(page, "At least")
    said = page.locator("#entry").inner_text()
    for part in ("Why it lands badly", "Say instead", "It speaks up at", "It leaves alone", "Sources"):
        assert part in said


def test_an_entry_has_an_address_of_its_own(open_page: Open) -> None:
    page = open_page(path="/learn/H05")
    assert page.get_by_role("heading", name="At least", exact=True).is_visible()
