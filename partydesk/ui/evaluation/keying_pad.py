"""What happens to each key while ballots are typed one after the other; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from partydesk.domain.evaluation.keying import Keyed
from partydesk.domain.evaluation.scheme import Question


class KeyingPad:
    """A stack of ballots on its way into the program, in one pass.

    Attributes:
        questions: What stands on each ballot.
        total: How many ballots there are.
        serial: Place of the ballot that is typed now, from 1; ``total`` + 1 when all are done.
        place: Question that is asked now, from 0.
        answers: What was typed of this ballot so far.
    """

    def __init__(self, questions: Sequence[Question], total: int, done: Sequence[Keyed]) -> None:
        """Go on where typing stopped.

        Args:
            questions: What stands on each ballot; at least one.
            total: How many ballots there are.
            done: Those that are kept already.
        """
        self.questions, self.total = tuple(questions), total
        self.kept = {ballot.serial: ballot for ballot in done}
        self.serial, self.place = 1, 0
        self.answers: list[str] = []
        self.go_to(self._first_open())

    @property
    def finished(self) -> bool:
        """Whether every ballot was typed."""
        return self.serial > self.total

    def press(self, number: int) -> Keyed | None:
        """Take the digit of an option, or 0 for a question that is left open.

        Returns:
            The ballot, if this was its last question.

        Raises:
            ValueError: The question has no such option, or every ballot is done.
        """
        if self.finished:
            raise ValueError("every ballot is done")
        options = self.questions[self.place].options
        if number > len(options):
            raise ValueError("no such option")
        answer = options[number - 1].key if number else ""
        self.answers[self.place :] = [answer]
        self.place += 1
        return self._keep(Keyed(self.serial, tuple(self.answers))) if self._whole else None

    def call_invalid(self) -> Keyed:
        """Take the ballot for invalid.

        Raises:
            ValueError: Every ballot is done.
        """
        if self.finished:
            raise ValueError("every ballot is done")
        return self._keep(Keyed(self.serial, invalid=True))

    def step_back(self) -> None:
        """Go back a question; from the first one to the ballot before, at its last question."""
        if self.place:
            self.place -= 1
            del self.answers[self.place :]
        elif self.serial > 1:
            self.go_to(self.serial - 1)
            self._reopen()

    def go_to(self, serial: int) -> None:
        """Begin a ballot anew, within the stack."""
        self.serial = min(max(serial, 1), self.total + 1)
        self.place, self.answers = 0, []

    def words_of(self, serial: int) -> str:
        """Say in digits what was typed of a ballot, to be held against the paper."""
        ballot = self.kept.get(serial)
        if ballot is None:
            return ""
        if ballot.invalid:
            return "无效票"
        digits = (
            next((str(n) for n, o in enumerate(q.options, 1) if o.key == answer), "0")
            for q, answer in zip(self.questions, ballot.answers, strict=True)
        )
        return " ".join(digits)

    @property
    def _whole(self) -> bool:
        return self.place == len(self.questions)

    def _keep(self, ballot: Keyed) -> Keyed:
        self.kept[ballot.serial] = ballot
        self.go_to(self.serial + 1 if self.serial + 1 not in self.kept else self._first_open())
        return ballot

    def _reopen(self) -> None:
        """Stand at the last question of a ballot that is kept."""
        ballot = self.kept.get(self.serial)
        if ballot is not None and not ballot.invalid:
            self.answers = list(ballot.answers[:-1])
            self.place = len(self.answers)

    def _first_open(self) -> int:
        return next((n for n in range(1, self.total + 1) if n not in self.kept), self.total + 1)
