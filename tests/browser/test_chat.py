"""A chat export, dropped or pasted: the page asks who one is, and then reads it."""

from pathlib import Path

from .conftest import PHONE, Open

EXPORT = (
    "12/03/2026, 21:04 - Tom: sorry about last night\n"
    "12/03/2026, 21:05 - Sam: you cried for an hour\n"
    "13/03/2026, 21:06 - Tom: i know. i keep thinking i'm failing you\n"
)


def test_an_export_that_is_opened_asks_who_one_is_and_is_then_read(open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(EXPORT, encoding="utf-8")
    page = open_page(PHONE)
    page.set_input_files("[data-file]", tmp_path / "chat.txt")
    page.get_by_text("chat.txt is in the box.").wait_for()
    page.click("#read button[type=submit]")
    page.get_by_role("alert").filter(has_text="Who are you in this chat").wait_for()
    page.get_by_role("group", name="Which of them are you?").get_by_label("Sam").check()
    page.click("#read button[type=submit]")
    page.get_by_text("This is read as a chat with Tom.").wait_for()
    assert page.locator(".said strong").all_inner_texts() == ["Tom", "Sam", "Tom"]
    assert "failing you" in page.locator(".said mark").all_inner_texts()[-1]


def test_suggestions_for_an_export_ask_it_too(open_page: Open) -> None:
    page = open_page(path="/reply")
    page.fill("#context", EXPORT)
    page.get_by_role("button", name="Suggest something").click()
    page.get_by_role("group", name="Which of them are you?").get_by_label("Sam").check()
    page.get_by_role("button", name="Suggest something").click()
    page.get_by_role("heading", name="Words to borrow").wait_for()
    page.get_by_role("button", name="Suggest something").click()
    page.get_by_role("heading", name="Words to borrow").wait_for()
    assert page.get_by_role("group", name="Which of them are you?").count() == 0
