"""One dialog for all acts: which pairs, the data the act needs, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from partydesk.domain.errors import Reason
from partydesk.domain.placements import (
    PROCEDURES,
    Action,
    Cause,
    FollowUp,
    Order,
    Party,
    Placement,
    State,
    allowed_actions,
    reasons_against,
)
from partydesk.domain.values import ValueRefused, parse
from partydesk.ui.colours import Tone
from partydesk.ui.form import RecordForm
from partydesk.ui.missing import may_be_missing, missing_in
from partydesk.ui.placements.act_fields import (
    LETTER,
    NOTES,
    OUTCOMES,
    TITLES,
    date_field,
    fields_of_act,
    lacking,
    procedure_words,
)
from partydesk.ui.placements.actions import ProcedureActions
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

SELECTED, ALL = "selected", "all"
_MOST_REASONS = 6
_WIDTH_PX = 540
_TO_BE_TYPED = "……"


@dataclass(frozen=True)
class Verdict:
    """What would come of the act on the pairs in scope.

    Attributes:
        able: Pairs it can be done to.
        refused: Every reason why not, for the others.
    """

    able: tuple[Placement, ...]
    refused: tuple[Reason, ...]


def judge(
    placements: Sequence[Placement], action: Action, order: Order, today: dt.date, *, named: bool
) -> Verdict:
    """Part the pairs into those that can be moved and reasons for the others.

    Args:
        placements: The pairs in scope.
        action: What is to be done.
        order: Its data.
        today: The day.
        named: Whether the user picked the pairs; otherwise those further on, or without need of
            this party's consent, are passed over without a word.
    """
    able: list[Placement] = []
    refused: list[Reason] = []
    for placement in placements:
        if not named and not concerns_pair(placement, action, order.party):
            continue
        reasons = reasons_against(placement, action, order, today)
        if reasons:
            refused.extend(reasons)
        else:
            able.append(placement)
    return Verdict(tuple(able), tuple(refused))


def concerns_pair(placement: Placement, action: Action, party: Party | None) -> bool:
    """Whether the act is the pair's next: the table has it, and the party is awaited."""
    if action not in allowed_actions(placement):
        return False
    return action is not Action.CONSENT or party is None or party in placement.missing


_LINES_IN_ROW = 5


class ActDialog(StoringDialog):
    """Asks what an act needs, says beforehand what will come of it, and does it.

    Attributes:
        form: Date, approval number or reason.
    """

    def __init__(
        self,
        parent: QWidget,
        actions: ProcedureActions,
        action: Action,
        pairs: tuple[Sequence[Placement], Sequence[Placement]],
        today: dt.date,
        due: FollowUp | None = None,
    ) -> None:
        """Prepare an act.

        Args:
            parent: The page.
            actions: Does it.
            action: Which.
            pairs: The selected pairs and all of them.
            today: The day proposed as its date.
            due: What has happened that asks for the act; filled in beforehand.
        """
        super().__init__(parent, TITLES[action], f"{action.value}_dialog", "act_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions, self._action, self._today = actions, action, today
        self._pairs = {SELECTED: tuple(pairs[0]), ALL: tuple(pairs[1])}
        self._scope = SELECTED if pairs[0] else ALL
        self._party: Party | None = None
        self._outcome: State | None = None
        self._build_scopes()
        self._build_parties()
        self._build_form(due)
        self._build_outcomes()
        if action in NOTES:
            self.body.addWidget(label(NOTES[action], Look.SECONDARY, wrap=True))
        self.able_label = label("", Look.STRONG, name="act_able")
        self.body.addWidget(self.able_label)
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.act_button = self.add_button("", "act_button", main=True)
        self.act_button.clicked.connect(self.carry_out)
        self.resize(_WIDTH_PX, 0)
        self._choose_scope(self._scope)
        self.form.focus_first()

    # -- building ------------------------------------------------------------------------------

    def _build_scopes(self) -> None:
        counts = {key: len(pairs) for key, pairs in self._pairs.items()}
        words = {SELECTED: f"选中的 {counts[SELECTED]} 对", ALL: "全部可办理的"}
        self.scopes = {key: ToggleChip(text, f"scope_{key}") for key, text in words.items()}
        for key, chip in self.scopes.items():
            chip.clicked.connect(lambda _on=False, chosen=key: self._choose_scope(chosen))
        self.scopes[SELECTED].setVisible(bool(counts[SELECTED]))
        self.scopes[ALL].setVisible(bool(counts[ALL]))
        self.body.addWidget(ChipRow(*self.scopes.values()))

    def _build_parties(self) -> None:
        self.parties = {party: ToggleChip("", f"party_{party.value}") for party in Party}
        if self._action is not Action.CONSENT:
            for chip in self.parties.values():
                chip.setParent(self)
                chip.hide()
            return
        for party, chip in self.parties.items():
            chip.clicked.connect(lambda _on=False, chosen=party: self._choose_party(chosen))
        self.body.addWidget(label("哪一方同意", Look.FIELD))
        self.body.addWidget(ChipRow(*self.parties.values()))

    def _build_form(self, due: FollowUp | None) -> None:
        fields = fields_of_act(self._action)
        self.form = RecordForm(fields, name="act_form")
        texts = {"on": self._today.isoformat()}
        if due is not None:
            texts |= {"cause": due.cause.value if due.cause else "", "why": due.why}
        self.form.set_texts(texts)
        self.form.edited.connect(self._on_edited)
        self.form.completed.connect(self.carry_out)
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # Room for label, field and a message below it in each row; a message that appears later
        # would else have to be scrolled to.
        lines = 2 * _LINES_IN_ROW - 2 if len(fields) > 2 or fields[0].wide else _LINES_IN_ROW  # noqa: PLR2004 - two in a row
        self.form.setMinimumHeight(lines * self.fontMetrics().lineSpacing())
        self.body.addWidget(self.form)

    def _build_outcomes(self) -> None:
        """For the end: how it ends, and what its cause needs; for a renewal: the letter."""
        self.outcomes = {
            state: ToggleChip(words, f"outcome_{state.value}") for state, words in OUTCOMES.items()
        }
        self.letter = QCheckBox(LETTER, self)
        self.letter.setObjectName("act_letter")
        self.letter.setAccessibleName(LETTER)
        self.letter.setVisible(self._action is Action.RENEW)
        self.procedure = label("", Look.SECONDARY, name="act_procedure", wrap=True)
        if self._action is Action.RENEW:
            self.body.addWidget(self.letter)
        if self._action is Action.END:
            self.body.addWidget(self.procedure)
            self.body.addWidget(label("办理为", Look.FIELD))
            self.body.addWidget(ChipRow(*self.outcomes.values()))
            for state, chip in self.outcomes.items():
                chip.clicked.connect(lambda _on=False, chosen=state: self._choose_outcome(chosen))
            return
        for hidden in (*self.outcomes.values(), self.procedure):
            hidden.setParent(self)
            hidden.hide()

    # -- choosing ------------------------------------------------------------------------------

    def _choose_scope(self, key: str) -> None:
        self._scope = key
        for each, chip in self.scopes.items():
            chip.setChecked(each == key)
        if self._action is Action.CONSENT:
            counts = self._awaited()
            for party, chip in self.parties.items():
                chip.set_words(f"{party.label} {counts[party]}")
                chip.setVisible(bool(counts[party]) or party is not Party.UNIT)
            # The earliest that is awaited: the committee decides after all the others.
            self._choose_party(next((p for p, n in counts.items() if n), Party.ENTERPRISE))
        else:
            self._judge()

    def _awaited(self) -> dict[Party, int]:
        pairs = [p for p in self._pairs[self._scope] if Action.CONSENT in allowed_actions(p)]
        return {party: sum(party in pair.missing for pair in pairs) for party in Party}

    def _choose_party(self, party: Party) -> None:
        self._party = party
        for each, chip in self.parties.items():
            chip.setChecked(each is party)
        self._judge()

    def _on_edited(self) -> None:
        self._judge()

    def _cause(self) -> Cause | None:
        """The cause chosen, as far as it is one."""
        word = self.form.text_of("cause") if self._action is Action.END else ""
        return next((cause for cause in Cause if cause.value == word), None)

    def _offer_outcomes(self) -> None:
        """Offer what the cause can end in, and say what it needs."""
        cause = self._cause()
        possible = PROCEDURES[cause].outcomes if cause else ()
        if self._outcome not in possible:
            self._outcome = possible[0] if possible else None
        for state, chip in self.outcomes.items():
            chip.setEnabled(state in possible)
            chip.setChecked(state is self._outcome)
        self.procedure.setText(procedure_words(cause) if cause else "")
        self.procedure.setVisible(cause is not None)

    def _choose_outcome(self, state: State) -> None:
        self._outcome = state
        self._judge()

    # -- judging -------------------------------------------------------------------------------

    def order(self) -> Order | None:
        """Give what was typed; None while the date cannot be read, which the form then says."""
        field = date_field(self._action)
        try:
            day = parse(field, self.form.text_of("on"), today=self._today).value
        except ValueRefused as problem:
            self.form.block("on").set_fault(problem.reason.message)
            return None
        if not isinstance(day, dt.date):
            self.form.block("on").set_fault(f"请填写{field.label}")
            return None
        self.form.block("on").set_fault("")
        texts = self.form.texts()
        unit = self._action is Action.CONSENT and self._party is not Party.UNIT
        return Order(
            day,
            self._party,
            None if unit else texts.get("approval") or None,
            texts.get("why") or None,
            cause=self._cause(),
            outcome=self._outcome,
            basis=texts.get("basis") or None,
            note=texts.get("note") or None,
            letter=self.letter.isChecked(),
        )

    def verdict(self, order: Order) -> Verdict:
        """Judge the pairs in scope; what is still to be typed is the form's matter."""
        if self._action is Action.END and order.cause is None:
            return Verdict((), ())
        order = replace(
            order,
            why=order.why or _TO_BE_TYPED,
            note=order.note or _TO_BE_TYPED,
            basis=order.basis or _TO_BE_TYPED,
        )
        named = self._scope == SELECTED
        pairs = self._pairs[self._scope]
        return judge(pairs, self._action, order, self._today, named=named)

    def _judge(self) -> None:
        """Say what will come of it; the button says act and number."""
        self._offer_outcomes()
        order = self.order()
        found = Verdict((), ()) if order is None else self.verdict(order)
        missing = None if order is None else lacking(self._action, order)
        self._show_approval(found)
        count = len(found.able)
        self.act_button.setText(f"{self._action.label}（{count} 对）")
        self.act_button.setAccessibleName(self.act_button.text())
        self.act_button.setEnabled(count > 0 and missing is None)
        self.act_button.setToolTip(missing[1] if missing else "" if count else "没有可以办理的")
        who = "、".join(dict.fromkeys(p.talent for p in found.able[:6]))
        nothing = missing[1] if missing and missing[0] == "cause" else "没有可以办理的"
        more = f"等 {count} 对" if count > 6 else ""  # noqa: PLR2004 - names shown
        self.able_label.setText(f"将办理 {count} 对：{who}{more}" if count else nothing)
        self.able_label.setWordWrap(True)
        lines = [reason.message for reason in found.refused]
        shown = lines[:_MOST_REASONS]
        if len(lines) > _MOST_REASONS:
            shown.append(f"……共 {len(lines)} 条")
        if shown and count:
            shown.insert(0, "下面这些不办理：")
        self.refusals.say(shown, Tone.ATTENTION)
        self._grow()

    def _grow(self) -> None:
        """Make room for what the dialog says now; it never shrinks under the hand."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _show_approval(self, found: Verdict) -> None:
        """Offer the approval number for one person only: every person has a paper of their own."""
        if self._action not in (Action.CONSENT, Action.RENEW):
            return
        block = self.form.block("approval")
        block.setVisible(self._action is Action.RENEW or self._party is Party.UNIT)
        single = len(found.able) == 1
        block.setEnabled(single)
        block.set_warning("" if single else "文号逐人不同，请一次选一人登记")
        if not single and block.text():
            self.form.set_field("approval", "")

    # -- acting --------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Do it; stays open until it is stored."""
        order = self.order()
        found = Verdict((), ()) if order is None else self.verdict(order)
        missing = None if order is None else lacking(self._action, order)
        if missing is not None:
            self.form.block(missing[0]).set_fault(missing[1])
        if order is None or not found.able or missing is not None:
            return
        self._store(order, [placement.id for placement in found.able])

    def _store(self, order: Order, ids: Sequence[int]) -> None:
        """Do it; where only characters are missing, ask whether they may be left empty."""

        def failed(error: Exception) -> None:
            missing = () if self._closed else missing_in(error)
            if missing and may_be_missing(self, missing, self._action.label):
                self._store(replace(order, allow_missing=True), ids)
            else:
                self.failed(error)

        self.act_button.setEnabled(False)
        self._actions.carry_out(self._action, order, ids, then=self.stored, failed=failed)

    def failed(self, error: Exception) -> None:
        """Say why it was not stored, and let it be tried again."""
        self.act_button.setEnabled(True)
        super().failed(error)
