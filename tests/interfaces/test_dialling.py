"""A number on the page is one that a phone dials when touched."""

import re

import pytest

from kerchief.interfaces.web.views import dialled
from kerchief.knowledge.catalogue import Catalogue


@pytest.mark.parametrize(
    ("contact", "dials"),
    [
        ("116 123; jo@samaritans.org", ["116123"]),
        ("call or text 9-8-8", ["988"]),
        ("1-800-799-7233; TTY 1-800-787-3224", ["18007997233"]),
        ("112 or 999", ["112"]),
        ("text HOME to 741741", []),
        ("someone@example.org", []),
    ],
)
def test_the_number_to_call_becomes_a_link_and_a_number_for_texts_does_not(contact: str, dials: list[str]) -> None:
    assert re.findall(r'href="tel:(\d+)"', dialled(contact)) == dials
    assert re.sub(r"<[^>]+>", "", dialled(contact)).casefold() == contact.casefold()


def test_what_to_do_begins_a_sentence_and_an_address_stays_as_it_is() -> None:
    assert dialled("text HOME to 741741") == "Text HOME to 741741"
    assert dialled("call or text 9-8-8").startswith("Call or text <a")
    assert dialled("someone@example.org") == "someone@example.org"


def test_every_service_that_can_be_called_can_bedialled(catalogue: Catalogue) -> None:
    undialled = [line.contact for line in catalogue.helplines if "tel:" not in dialled(line.contact)]
    assert all(contact.startswith("text ") for contact in undialled)


def test_a_contact_is_never_markup() -> None:
    assert "<b>" not in dialled("<b>12</b>")
