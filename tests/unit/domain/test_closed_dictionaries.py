"""Words that the rules know by name: the dictionaries hold just the enumerations."""

from __future__ import annotations

import json

import pytest

from partydesk.domain.cautions import Caution
from partydesk.domain.enterprises import Industry
from partydesk.domain.selection import Requirement
from partydesk.domain.talents import Source
from partydesk.domain.trades import TELLING_WORDS, trade_name
from partydesk.resources import resource_path

WORDS = json.loads(resource_path("dictionaries", "words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("dictionary", "words"),
    [
        ("industry", [industry.value for industry in Industry]),
        ("requirement", [requirement.value for requirement in Requirement]),
        ("warning", [caution.word for caution in Caution]),
        ("talent_source", [source.value for source in Source]),
    ],
)
def test_dictionary_and_enumeration_are_the_same(dictionary: str, words: list[str]) -> None:
    assert WORDS[dictionary] == words


def test_every_industry_has_its_telling_words() -> None:
    assert set(TELLING_WORDS) == set(Industry)
    said = [word for words in TELLING_WORDS.values() for word in words]
    assert len(said) == len(set(said))
    assert trade_name(Industry.B) == "采矿业"
