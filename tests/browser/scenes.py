"""What a person does on the page, up to the point where there is something to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

STORY = (
    "My husband came in from the garage around nine and sat down at the kitchen table without taking his coat off. "
    "They had let eleven people go that afternoon and he was one of them.\n\n"
    "I said we'd be fine, and that's when he cried. He kept saying \"I'm failing you, I'm supposed to be the one who "
    'looks after us". Then he apologised to me, over and over. I want to say something tonight.'
)
DANGER = (
    "My brother rang me last night crying. He said he can't see the point any more and that everyone would be better "
    "off without him. He wants to die, he said, and he made me promise not to tell anybody."
)
TWO = "Anna: are you ok?\nBen: no. i've been crying since lunch\nAnna: what happened\nBen: they let me go"
DRAFT = (
    "At least you still have your health. Everything happens for a reason. I'm here, do you want to tell me about it?"
)
LINES = ("At least you still have your health.", "I'm here. You don't have to say anything.", "Do you want to tell me?")


def read(page: Page, text: str, country: str = "") -> None:
    page.fill("#account", text)
    page.select_option("select[name=country]", country)
    page.click("#read button[type=submit]")
    page.wait_for_selector("#read h1[tabindex]")


def write(page: Page, text: str, account: str = "", *, is_marked: bool = True) -> None:
    page.get_by_role("link", name="Reply").first.click()
    if account:
        page.fill("#context", account)
    page.click("#editor .cm-content")
    page.keyboard.insert_text(text)
    page.wait_for_selector(".verdict")
    if is_marked:
        page.wait_for_selector(".cm-lintRange, .good")


def borrow(page: Page, text: str) -> None:
    page.get_by_role("link", name="Reply").first.click()
    page.fill("#context", text)
    page.get_by_role("button", name="Suggest something").click()
    page.wait_for_selector("#suggestions .card")


def begin(page: Page, scenario: str = "let_you_down") -> None:
    page.get_by_role("link", name="Practise").first.click()
    page.click(f"form:has(input[value={scenario}]) button")
    page.wait_for_selector(".turn")


def talk(page: Page, lines: tuple[str, ...] = LINES) -> None:
    begin(page)
    for number, line in enumerate(lines, start=1):
        page.fill("#text", line)
        page.keyboard.press("Enter")
        page.locator(".turn").nth(2 * number).wait_for()


def look_back(page: Page) -> None:
    talk(page)
    page.get_by_role("button", name="look back").click()
    page.wait_for_selector(".arc")


def learn(page: Page, name: str) -> None:
    page.get_by_role("link", name="Learn").first.click()
    for summary in reversed(page.locator("#learn nav details:not([open]) > summary").all()):
        summary.click()
    page.locator("#learn nav a", has_text=name).first.click()
    page.wait_for_selector("#entry .entry")


def refused(page: Page) -> None:
    page.click("#read button[type=submit]")
    page.wait_for_selector(".error")


SCENES: Mapping[str, Callable[[Page], None]] = {
    "read": lambda page: None,
    "reading": lambda page: read(page, STORY),
    "too little": lambda page: read(page, "He cried."),
    "danger": lambda page: read(page, DANGER, "GB"),
    "a chat of two": lambda page: read(page, TWO),
    "nothing typed": refused,
    "reply": lambda page: page.get_by_role("link", name="Reply").first.click(),
    "draft": lambda page: write(page, DRAFT, STORY),
    "unsafe draft": lambda page: write(page, "Don't be silly, think of your mum.", DANGER),
    "suggestions": lambda page: borrow(page, STORY),
    "suggestions in danger": lambda page: borrow(page, DANGER),
    "scenes": lambda page: page.get_by_role("link", name="Practise").first.click(),
    "talk": talk,
    "debrief": look_back,
    "learn": lambda page: page.get_by_role("link", name="Learn").first.click(),
    "meaning": lambda page: learn(page, "They feel they let you down"),
    "rule": lambda page: learn(page, "At least"),
}
