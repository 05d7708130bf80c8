"""A chat export, dropped or pasted: the page asks who one is, and then reads it."""

from pathlib import Path

from .conftest import PHONE, Open
from .scenes import TWO

EXPORT = (
    "12/03/2026, 21:04 - Tom: sorry about last night\n"
    "12/03/2026, 21:05 - Sam: you cried for an hour\n"
    "13/03/2026, 21:06 - Tom: i know. i keep thinking i'm failing you, i should be the one who looks after us\n"
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
    assert any("failing you" in said for said in page.locator(".said mark").all_inner_texts())


def test_who_one_is_goes_along_from_the_reading_to_the_reply(open_page: Open) -> None:
    page = open_page()
    page.fill("#account", EXPORT)
    page.click("#read button[type=submit]")
    page.get_by_role("group", name="Which of them are you?").get_by_label("Sam").check()
    page.click("#read button[type=submit]")
    page.get_by_role("button", name="Write a reply").click()
    page.get_by_role("button", name="Suggest something").click()
    page.get_by_role("heading", name="Words to borrow").wait_for()
    assert page.get_by_role("group", name="Which of them are you?").count() == 0
    assert page.locator("#reply-form [name=me]").first.input_value() == "Sam"


def test_another_account_brings_another_user_along(open_page: Open) -> None:
    page = open_page()
    for name, other in (("Sam", "Tom"), ("Kim", "Lou")):
        page.get_by_role("link", name="Read").first.click()
        if page.locator("#read .change").count():
            page.get_by_role("link", name="Read another").click()
            page.get_by_role("heading", name="What may the tears mean?").wait_for()
        page.fill("#account", EXPORT.replace("Sam", name).replace("Tom", other))
        page.click("#read button[type=submit]")
        page.get_by_role("group", name="Which of them are you?").get_by_label(name).check()
        page.click("#read button[type=submit]")
        page.get_by_role("button", name="Write a reply").click()
        assert page.locator("#suggestions").inner_text() == ""
        page.get_by_role("button", name="Suggest something").click()
        page.get_by_role("heading", name="Words to borrow").wait_for()
        assert page.get_by_role("group", name="Which of them are you?").count() == 0


def test_lines_of_two_are_a_chat_and_one_can_say_that_one_is_the_other(open_page: Open) -> None:
    page = open_page(PHONE)
    page.fill("#account", TWO)
    page.click("#read button[type=submit]")
    page.get_by_text("You are taken for Anna, who answers Ben.").wait_for()
    page.get_by_role("button", name="I am Ben").click()
    page.get_by_text("You are taken for").wait_for(state="detached")
    page.get_by_role("button", name="Write a reply").click()
    assert page.locator("#me").input_value() == "Ben"


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
