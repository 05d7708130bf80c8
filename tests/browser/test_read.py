"""Read, as a person meets it."""

from pathlib import Path

from .conftest import PHONE, Open, Seen
from .scenes import DANGER, STORY, read


def test_the_first_minute_is_there_before_anything_is_typed(open_page: Open) -> None:
    page = open_page(PHONE)
    card = page.locator(".first")
    assert card.is_visible()
    for word in ("Hands", "Mouth", "Phone", "I’m here"):
        assert word in card.inner_text()
    assert card.bounding_box()["y"] < page.locator("#account").bounding_box()["y"]


def test_a_reading_marks_its_evidence_in_the_very_text(open_page: Open) -> None:
    page = open_page()
    read(page, STORY)
    whole = page.evaluate(
        "[...document.querySelector('.said').childNodes].filter((node) => node.tagName !== 'SUP')"
        ".map((node) => node.textContent).join('')"
    )
    assert whole == STORY
    marks = page.locator(".said mark").all_inner_texts()
    assert any("failing you" in mark for mark in marks)
    first = page.locator(".cause").first
    assert "They feel they let you down" in first.inner_text()
    assert "%" in first.inner_text()


def test_pointing_at_a_cause_brings_out_its_words(open_page: Open) -> None:
    page = open_page()
    read(page, STORY)
    page.hover(".cause-1 h2")
    assert page.locator("mark.dim").count() > 0
    assert page.locator('mark[data-causes~="1"].dim').count() == 0


def test_danger_comes_first_and_has_no_figure(open_page: Open) -> None:
    page = open_page(PHONE)
    read(page, DANGER, "GB")
    assert page.locator("#read .card").first.get_attribute("class") == "card danger"
    said = page.locator("#read").inner_text()
    assert "999" in said
    assert "116 123" in said
    assert page.locator("#read .whom a[href='tel:116123']").is_visible()
    assert "%" not in said  # what the tears may mean waits, closed
    assert page.evaluate("document.activeElement.textContent") == "First: somebody may not be safe"


def test_a_text_can_be_dropped_or_opened_as_a_file(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    page = open_page()
    page.set_input_files("[data-file]", tmp_path / "story.txt")
    page.get_by_text("story.txt is in the box.").wait_for()
    assert page.input_value("#account") == STORY
    page.fill("#account", "")
    drop = """(text) => { const files = new DataTransfer(); files.items.add(new File([text], "chat.txt"));
      document.querySelector("#account").dispatchEvent(
        new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true })); }"""
    page.evaluate(drop, STORY)
    page.get_by_text("chat.txt is in the box.").wait_for()
    assert page.input_value("#account") == STORY


def test_a_file_that_is_no_text_is_refused_in_a_sentence(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0")
    page = open_page()
    page.set_input_files("[data-file]", tmp_path / "photo.txt")
    page.get_by_text("That file is not plain text.").wait_for()


def test_nothing_typed_is_answered_with_what_to_do(open_page: Open) -> None:
    page = open_page()
    page.click("#read button[type=submit]")
    page.get_by_role("alert").filter(has_text="Tell what happened").wait_for()


def test_what_is_typed_survives_a_walk_through_the_pages(open_page: Open) -> None:
    page = open_page()
    page.fill("#account", STORY)
    for name in ("Reply", "Practise", "Learn", "Read"):
        page.get_by_role("link", name=name).first.click()
        assert page.locator("nav [aria-current=page]").inner_text() == name
    assert page.input_value("#account") == STORY
    page.go_back()
    assert page.locator("#learn").is_visible()


def test_a_tag_in_the_text_stays_text(open_page: Open) -> None:
    page = open_page()
    read(page, "He cried. <img src=x onerror=alert(1)><b>He is failing us</b>, he said.")
    assert page.locator(".said b, .said img").count() == 0
    assert "<b>" in page.locator(".said").inner_text()


def test_a_server_that_has_stopped_is_told_in_words_and_the_text_stays(open_page: Open, seen: Seen) -> None:
    page = open_page()
    page.route("**/read", lambda route: route.abort())
    page.fill("#account", STORY)
    page.click("#read button[type=submit]")
    page.get_by_text("No answer came.").wait_for()
    seen.complaints.clear()  # the browser's own, about the answer that did not come
    assert page.input_value("#account") == STORY
