"""Ready-made ladders and question sets put into a scheme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.presets import with_ladder, with_questions
from partydesk.domain.evaluation.scheme_values import faults_of_scheme
from partydesk.services.evaluation.evaluations import shipped_scheme
from partydesk.services.evaluation.presets import shipped_presets
from tests.unit.domain.evaluation.schemes import DAYS, REPORT, SCHEME

PRESETS = shipped_presets()


def test_the_ladders_are_those_of_the_sources() -> None:
    assert [tuple(grade.word for grade in ladder.grades) for ladder in PRESETS.ladders] == [
        ("优秀", "称职", "基本称职", "不称职"),
        ("优秀", "合格", "基本合格", "不合格"),
        ("好", "较好", "一般", "差"),
    ]
    shipped = tuple(grade.word for grade in shipped_scheme(Judged.PEOPLE).grades)
    assert shipped == tuple(grade.word for grade in PRESETS.ladders[0].grades)
    assert all(ladder.source for ladder in PRESETS.ladders)


@pytest.mark.parametrize("ladder", PRESETS.ladders, ids=lambda ladder: ladder.name)
@pytest.mark.parametrize("judged", Judged)
def test_every_ladder_fits_every_scheme(judged: Judged, ladder: object) -> None:
    scheme = with_ladder(shipped_scheme(judged), ladder)  # type: ignore[arg-type]
    assert faults_of_scheme(scheme) == ()


def test_a_veto_means_the_lowest_grade_of_the_new_ladder() -> None:
    changed = with_ladder(SCHEME, PRESETS.ladders[1])
    assert [rule.at_most for rule in changed.rules] == ["不合格", "基本合格", None, None]
    short = replace(PRESETS.ladders[2], grades=PRESETS.ladders[2].grades[1:])
    assert [rule.at_most for rule in with_ladder(SCHEME, short).rules][:2] == ["差", "一般"]
    back = with_ladder(changed, PRESETS.ladders[0])
    assert back.rules == SCHEME.rules


def test_a_shorter_ladder_takes_what_was_above_it_to_its_top() -> None:
    capped = replace(SCHEME, rules=(replace(SCHEME.rules[0], at_most="优秀"),))
    short = replace(PRESETS.ladders[2], grades=PRESETS.ladders[2].grades[1:])
    assert with_ladder(capped, short).rules[0].at_most == "较好"


@pytest.mark.parametrize("chosen", PRESETS.questions, ids=lambda chosen: chosen.name)
def test_every_question_set_fits_the_shipped_scheme(chosen: object) -> None:
    scheme = with_questions(shipped_scheme(Judged.PEOPLE), chosen)  # type: ignore[arg-type]
    assert faults_of_scheme(scheme) == ()
    asked = {c.name: len(c.questions) for c in scheme.components if c.questions}
    assert asked == {"党员群众评议（满意度）": 20}


def test_a_scheme_without_ballots_has_no_questions() -> None:
    without = replace(SCHEME, components=(REPORT, DAYS))
    with pytest.raises(NotFound, match="没有测评票"):
        with_questions(without, PRESETS.questions[0])
