"""逐票双录: ballots typed twice, where the passes differ, and what comes out.

A ballot is known by its place in the stack and nothing else. Source of the method: double keying is
how surveys measure and mend errors of typing; the rate is printed with the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from partydesk.domain.evaluation.inputs import Tally
from partydesk.domain.evaluation.scheme import Component

#: What a ballot that counts for nothing is kept as.
_INVALID: Final = ("×",)


@dataclass(frozen=True, slots=True)
class Keyed:
    """One ballot as typed.

    Attributes:
        serial: Place in the stack, from 1.
        answers: Key of the option ticked for each question in order; empty where none is (弃权).
        invalid: Whether the whole ballot counts for nothing (无效); it has no answers then.
    """

    serial: int
    answers: tuple[str, ...] = ()
    invalid: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What is stored of it."""
        return _INVALID if self.invalid else self.answers

    @classmethod
    def from_words(cls, serial: int, words: tuple[str, ...]) -> Self:
        """Read what was stored."""
        return cls(serial, (), invalid=True) if words == _INVALID else cls(serial, words)


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer in which the passes differ.

    Attributes:
        serial: Place of the ballot in the stack.
        question: Key of the question; empty where only one pass calls the ballot invalid.
        first: What the first pass says, as it is printed.
        second: What the second says.
    """

    serial: int
    question: str
    first: str
    second: str


def ballot_faults(component: Component, ballot: Keyed, returned: int) -> tuple[str, ...]:
    """Say what is wrong with a ballot as typed; nothing for one that can be kept.

    Args:
        component: Whose questions it answers.
        ballot: What was typed.
        returned: How many ballots came back.
    """
    found = []
    if not 1 <= ballot.serial <= returned:
        found.append(f"收回 {returned} 张，没有第 {ballot.serial} 张")
    if ballot.invalid:
        return tuple(found)
    if len(ballot.answers) != len(component.questions):
        found.append(f"应有 {len(component.questions)} 题，录了 {len(ballot.answers)} 题")
    for number, (question, answer) in enumerate(
        zip(component.questions, ballot.answers, strict=False), start=1
    ):
        if answer and answer not in {option.key for option in question.options}:
            found.append(f"第 {number} 题没有“{answer}”这个选项")
    return tuple(found)


def differences(
    component: Component, first: Sequence[Keyed], second: Sequence[Keyed]
) -> tuple[Difference, ...]:
    """List the answers in which two passes differ, as far as both have the ballot."""
    again = {ballot.serial: ballot for ballot in second}
    found: list[Difference] = []
    for ballot in first:
        other = again.get(ballot.serial)
        if other is not None and other != ballot:
            found.extend(_between(component, ballot, other))
    return tuple(found)


def _between(component: Component, first: Keyed, second: Keyed) -> Iterable[Difference]:
    if first.invalid or second.invalid:
        one, two = ("无效票" if each.invalid else "有效票" for each in (first, second))
        yield Difference(first.serial, "", one, two)
        return
    for question, one, two in zip(component.questions, first.answers, second.answers, strict=True):
        if one != two:
            words = {option.key: option.word for option in question.options}
            said = (words.get(one, "未勾选"), words.get(two, "未勾选"))
            yield Difference(first.serial, question.key, *said)


def error_rate(
    component: Component, first: Sequence[Keyed], second: Sequence[Keyed]
) -> float | None:
    """Give the share of answers in which the passes differ; None where no ballot has both.

    A ballot that only one pass calls invalid counts as one answer that differs.
    """
    both = {ballot.serial for ballot in first} & {ballot.serial for ballot in second}
    answers = len(both) * len(component.questions)
    return len(differences(component, first, second)) / answers if answers else None


def settled_ballots(
    first: Sequence[Keyed], second: Sequence[Keyed], settled: Sequence[Keyed]
) -> tuple[Keyed, ...]:
    """Give each ballot as it stands: as settled, else as both passes have it.

    Raises:
        ValueError: A difference is not settled, or a pass lacks a ballot.
    """
    one, two, told = ({each.serial: each for each in turn} for turn in (first, second, settled))
    if one.keys() != two.keys() or any(
        one[serial] != two[serial] and serial not in told for serial in one
    ):
        raise ValueError("the passes are not settled")
    return tuple(told.get(serial, one[serial]) for serial in sorted(one))


def tally_of(component: Component, voters: str, issued: int, ballots: Sequence[Keyed]) -> Tally:
    """Count ballots.

    Args:
        component: Whose questions they answer.
        voters: Key of the class.
        issued: How many were given out.
        ballots: Those that came back, each once.
    """
    valid = [ballot for ballot in ballots if not ballot.invalid]
    counts: dict[str, Mapping[str, int]] = {}
    for place, question in enumerate(component.questions):
        ticked = Counter(ballot.answers[place] for ballot in valid)
        counts[question.key] = {option.key: ticked[option.key] for option in question.options}
    return Tally(voters, issued, len(ballots), len(ballots) - len(valid), counts)
