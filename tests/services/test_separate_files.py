"""A file for each person: whole, named by the rule, with only that person's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.errors import Cancelled, EnvironmentProblem, ValidationFailed
from partydesk.domain.placements import Action, Order
from partydesk.services.history import list_actions
from partydesk.services.placements import act
from partydesk.services.print_kinds import Printout
from partydesk.services.printing import compose
from partydesk.services.separate_files import names_of_files, save_each
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, consent_all, make_pairs
from tests.reports.printed import Pdf


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A round whose three pairs have agreements and letters."""
    make_pairs(workspace, 3)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    return workspace


def composed(workspace: Workspace, kind: str) -> Printout:
    return compose(workspace, kind, year=YEAR)


@pytest.mark.parametrize("kind", ["letters", "agreements"])
def test_each_file_holds_the_pages_of_one_person(
    filled: Workspace, tmp_path: Path, kind: str
) -> None:
    printout = composed(filled, kind)
    assert sum(each.pages for each in printout.documents) == printout.pages
    told: list[int] = []
    paths = save_each(
        filled,
        printout,
        tmp_path / "新建",
        "{编号}-{姓名}",
        progress=lambda done, _total, _what: told.append(done),
    )
    assert told == [0, 1, 2, 3]
    whole = Pdf(printout.pdf).pages()
    for each, path, number in zip(printout.documents, paths, printout.numbers, strict=True):
        assert path.name == f"{number}-{each.person}.pdf"
        mine = Pdf(path.read_bytes()).pages()
        assert mine == whole[each.first_page - 1 : each.first_page - 1 + each.pages]
        assert each.person in "".join(mine)
    assert {path.name for path in (tmp_path / "新建").iterdir()} == {path.name for path in paths}
    assert list_actions(filled)[0].code == "print"
    first = [path.read_bytes() for path in paths]
    again = save_each(filled, printout, tmp_path / "新建", "{编号}-{姓名}")
    assert [path.read_bytes() for path in again] == first


def test_forms_are_saved_one_by_one_and_lists_are_one_piece(
    filled: Workspace, tmp_path: Path
) -> None:
    forms = composed(filled, "wish-forms")
    paths = save_each(filled, forms, tmp_path, "{序号} {姓名}")
    assert len(paths) == forms.records
    with pytest.raises(ValidationFailed, match="不能按人分开保存"):
        names_of_files(composed(filled, "posts"), "{姓名}")


def test_a_part_of_a_batch_has_the_numbers_of_its_pages(filled: Workspace) -> None:
    letters = composed(filled, "letters")
    part = letters.part([2, 3])
    assert (part.records, part.numbers) == (2, letters.numbers[1:])
    assert letters.part([1, 2, 3]) is letters
    posts = composed(filled, "posts")
    assert posts.part([1]) is posts


def test_stopped_or_unwritable_nothing_is_left_half_done(filled: Workspace, tmp_path: Path) -> None:
    printout = composed(filled, "letters")

    def stop(done: int, total: int, what: str) -> None:
        del total, what
        if done == 1:
            raise Cancelled

    before = len(list_actions(filled))
    with pytest.raises(Cancelled):
        save_each(filled, printout, tmp_path / "a", "{姓名}", progress=stop)
    (only,) = (tmp_path / "a").iterdir()
    assert len(Pdf(only.read_bytes())) == 1
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentProblem, match="不能建立文件夹"):
        save_each(filled, printout, tmp_path / "file", "{姓名}")
    blocked = tmp_path / "b"
    (blocked / names_of_files(printout, "{姓名}")[0]).mkdir(parents=True)
    with pytest.raises(EnvironmentProblem, match=r"没有写成|是文件夹"):
        save_each(filled, printout, blocked, "{姓名}")
    assert [path.is_dir() for path in blocked.iterdir()] == [True]
    assert len(list_actions(filled)) == before
