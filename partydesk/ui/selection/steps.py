"""How far a round is, as the chips above the page say it."""

from __future__ import annotations

from dataclasses import replace

from partydesk.domain.placements import POSTED, SEATED, SETTLED
from partydesk.domain.selection import Side
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.widgets.steps import Step, StepState

POSTS, WISHES, BOARD = "posts", "wishes", "board"
CONSENT, SIGN, APPOINT = "consent", "sign", "appoint"
#: Steps that stand on the page of the procedure.
BEYOND = frozenset({CONSENT, SIGN, APPOINT})


def steps_of(picture: RoundPicture, shown: str) -> list[Step]:
    """List the steps with their figures; the one in sight is marked, those done are ticked.

    Args:
        picture: The round.
        shown: Key of the step in sight.
    """
    steps = [_posts(picture), _wishes(picture), _board(picture), *_procedure(picture)]
    return [_marked(step) if step.key == shown else step for step in steps]


def current_step(picture: RoundPicture) -> str:
    """Name the step the work stands at: the first of the page's own that is not done."""
    for step in (_posts(picture), _wishes(picture)):
        if step.state is not StepState.DONE and picture.run is None:
            return step.key
    return BOARD


def _marked(step: Step) -> Step:
    """Mark the step in sight; its tick goes into the words, for the mark takes its place."""
    tick = StepState.DONE.value if step.state is StepState.DONE else ""
    return replace(step, detail=f"{step.detail} {tick}".strip(), state=StepState.CURRENT)


def _step(key: str, title: str, detail: str, *, done: bool) -> Step:
    return Step(key, title, detail, StepState.DONE if done else StepState.TO_COME)


def _posts(picture: RoundPicture) -> Step:
    count = sum(post.is_wanted for post in picture.posts)
    return _step(POSTS, "需求", str(count), done=count > 0)


def _wishes(picture: RoundPicture) -> Step:
    posts, people = picture.said(Side.ENTERPRISE), picture.said(Side.PERSON)
    present = {talent.id for talent in picture.people}
    wanted = [post.id for post in picture.posts if post.is_wanted]
    said = sum(number in posts for number in wanted) + sum(number in present for number in people)
    of = len(wanted) + len(picture.people)
    return _step(WISHES, "意愿", f"{said}/{of}", done=0 < of <= said)


def _board(picture: RoundPicture) -> Step:
    done = picture.run is not None
    return _step(BOARD, "匹配", str(picture.board.filled) if done else "", done=done)


def _procedure(picture: RoundPicture) -> list[Step]:
    """The steps behind the board: how many pairs are past each."""
    of = len(picture.placements)
    passed = {
        CONSENT: ("认可", SETTLED),
        SIGN: ("签约", SEATED),
        APPOINT: ("委任", POSTED),
    }
    steps = []
    for key, (title, states) in passed.items():
        done = sum(placement.state in states for placement in picture.placements)
        steps.append(_step(key, title, f"{done}/{of}" if of else "", done=0 < of == done))
    return steps
