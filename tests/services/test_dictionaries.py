"""Words of the place: adding, renaming through all records, retiring."""

from __future__ import annotations

import pytest

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.selection import Role
from partydesk.domain.talents import Talent
from partydesk.services.dictionaries import (
    TITLES,
    Word,
    add_word,
    list_words,
    rename_word,
    retire_word,
)
from partydesk.services.history import list_actions, undo
from partydesk.services.pools import choices_of, get_record, search_records
from partydesk.services.selection import list_posts, open_round, save_post
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_talent, number_of


def _word(workspace: Workspace, dictionary: str, word: str, parent: str | None = None) -> Word:
    return next(w for w in list_words(workspace, dictionary, parent) if w.word == word)


def _talent(workspace: Workspace, talent: Talent) -> Talent:
    found = get_record(workspace, "talents", number_of(talent))
    assert isinstance(found, Talent)
    return found


def _unit(workspace: Workspace, unit: Enterprise) -> Enterprise:
    found = get_record(workspace, "enterprises", number_of(unit))
    assert isinstance(found, Enterprise)
    return found


def test_a_new_word_stands_last_and_is_offered(workspace: Workspace) -> None:
    changes = add_word(workspace, "specialty", " 马术 ")
    assert changes.label == "专长增加“马术”"
    assert list_words(workspace, "specialty")[-1].word == "马术"
    assert choices_of(workspace, "talents")["specialties"][-1] == "马术"


@pytest.mark.parametrize("word", ["", "  ", "党务工作", " 党务工作 "])
def test_empty_and_double_words_are_refused(workspace: Workspace, word: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        add_word(workspace, "specialty", word)
    assert list(refusal.value.fields) == ["word"]


def test_renaming_a_township_carries_into_everything(workspace: Workspace) -> None:
    first = list_words(workspace, "village")[0]
    town, village = first.parent, first.word
    person = make_talent(workspace, townships=town)
    unit = make_enterprise(workspace, township=town, village=village)
    other = make_talent(workspace, name="别人")
    rename_word(workspace, _word(workspace, "township", town).id, "新名镇")
    assert _talent(workspace, person).townships == ("新名镇",)
    assert (_unit(workspace, unit).township, _unit(workspace, unit).village) == ("新名镇", village)
    assert _word(workspace, "village", village, "新名镇").parent == "新名镇"
    assert list_words(workspace, "village", town) == ()
    assert village in choices_of(workspace, "enterprises", {"township": "新名镇"})["village"]
    assert search_records(workspace, "enterprises", "新名镇")[1] == 1
    assert _talent(workspace, other) == other


def test_undoing_a_rename_gives_every_record_its_word_back(workspace: Workspace) -> None:
    town = list_words(workspace, "township")[0]
    person, unit = (
        make_talent(workspace, townships=town.word),
        make_enterprise(workspace, township=town.word),
    )
    villages = list_words(workspace, "village", town.word)
    assert villages
    rename_word(workspace, town.id, "新名镇")
    done = undo(workspace)
    assert done.conflicts == ()
    assert _talent(workspace, person) == person
    assert _unit(workspace, unit) == unit
    assert list_words(workspace, "village", town.word) == villages
    assert search_records(workspace, "enterprises", town.word)[1] == 1


def test_a_village_is_renamed_only_in_its_township(workspace: Workspace) -> None:
    """东村 lies in many townships."""
    one, other = (word.word for word in list_words(workspace, "township")[:2])
    for town in (one, other):
        add_word(workspace, "village", "同名村", town)
    units = [make_enterprise(workspace, township=town, village="同名村") for town in (one, other)]
    rename_word(workspace, _word(workspace, "village", "同名村", one).id, "改名村")
    assert [_unit(workspace, unit).village for unit in units] == ["改名村", "同名村"]


@pytest.mark.parametrize(
    ("dictionary", "field", "word"),
    [
        ("specialty", "specialties", "党务工作"),
        ("language", "languages", "汉语"),
        ("ethnicity", "ethnicity", "蒙古族"),
    ],
)
def test_renaming_carries_into_people(
    workspace: Workspace, dictionary: str, field: str, word: str
) -> None:
    person = make_talent(workspace, **{field: word})
    rename_word(workspace, _word(workspace, dictionary, word).id, "新词")
    assert getattr(_talent(workspace, person), field) in (("新词",), "新词")


@pytest.mark.parametrize(
    ("dictionary", "field", "word"),
    [("committee", "superior", "镇党委"), ("mass_organization", "mass_organizations", "工会")],
)
def test_renaming_carries_into_units(
    workspace: Workspace, dictionary: str, field: str, word: str
) -> None:
    unit = make_enterprise(workspace, **{field: word})
    rename_word(workspace, _word(workspace, dictionary, word).id, "新词")
    assert getattr(_unit(workspace, unit), field) in (("新词",), "新词")


def test_renaming_carries_into_posts(workspace: Workspace) -> None:
    unit = make_enterprise(workspace)
    open_round(workspace, YEAR)
    save_post(
        workspace, YEAR, None, enterprise_id=number_of(unit), role=Role.SECRETARY,
        specialties=["党务工作", "财务会计"],
    )  # fmt: skip
    rename_word(workspace, _word(workspace, "specialty", "党务工作").id, "党务")
    assert list_posts(workspace, YEAR)[0].specialties == ("党务", "财务会计")


def test_renaming_to_a_word_that_is_there_is_refused(workspace: Workspace) -> None:
    number = _word(workspace, "specialty", "党务工作").id
    for word in ("财务会计", "", " "):
        with pytest.raises(ValidationFailed):
            rename_word(workspace, number, word)
    assert rename_word(workspace, number, "党务工作").action is None  # its own name


def test_an_undo_that_would_double_a_word_is_refused(workspace: Workspace) -> None:
    number = _word(workspace, "specialty", "党务工作").id
    action = rename_word(workspace, number, "党务").action
    add_word(workspace, "specialty", "党务工作")
    done = undo(workspace, action)
    assert done.undone is None
    (conflict,) = done.conflicts
    assert "与现有资料冲突" in conflict
    assert _word(workspace, "specialty", "党务").id == number


def test_retired_words_are_not_offered_but_stay_in_records(workspace: Workspace) -> None:
    person = make_talent(workspace, specialties="党务工作")
    number = _word(workspace, "specialty", "党务工作").id
    assert retire_word(workspace, number).label == "停用专长“党务工作”"
    assert "党务工作" not in choices_of(workspace, "talents")["specialties"]
    assert _word(workspace, "specialty", "党务工作").retired
    assert _talent(workspace, person).specialties == ("党务工作",)
    retire_word(workspace, number, retired=False)
    assert "党务工作" in choices_of(workspace, "talents")["specialties"]


def test_words_that_the_rules_know_are_fixed(workspace: Workspace) -> None:
    """A renamed 在职科级 would silently end the consent of the person's own unit."""
    before = list_actions(workspace)
    word = _word(workspace, "talent_source", "在职科级")
    with pytest.raises(ValidationFailed, match="固定词条"):
        rename_word(workspace, word.id, "在职")
    with pytest.raises(ValidationFailed, match="固定词条"):
        add_word(workspace, "talent_source", "返聘")
    with pytest.raises(ValidationFailed, match="固定词条"):
        retire_word(workspace, word.id)
    assert list_actions(workspace) == before


def test_words_that_are_not_there(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        rename_word(workspace, 999_999, "x")
    with pytest.raises(NotFound):
        retire_word(workspace, 999_999)


def test_words_used_in_a_record_are_learned_once(workspace: Workspace) -> None:
    for _ in range(2):
        make_talent(workspace, specialties="马术、摔跤")
    words = [w.word for w in list_words(workspace, "specialty")]
    assert words[-2:] == ["马术", "摔跤"]
    assert len(words) == len(set(words))


def test_every_dictionary_has_its_title(workspace: Workspace) -> None:
    for dictionary in TITLES:
        assert isinstance(list_words(workspace, dictionary), tuple)
