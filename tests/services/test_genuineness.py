"""Genuine without a network: what this program signs, and what it says of what it is shown."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from sqlalchemy import select, text

from partydesk.db.models import IssuedRow, NumberRow, SigningKeyRow
from partydesk.domain.errors import InputRefused, NotFound, RuleViolation
from partydesk.domain.genuineness import State, key_id, read_code, write_claim, write_code
from partydesk.domain.listing import Query
from partydesk.domain.placements import Action, Cause, Order
from partydesk.domain.placements import State as Stage
from partydesk.services.exports import export_records
from partydesk.services.genuineness import make_code, verify
from partydesk.services.history import list_actions
from partydesk.services.placements import act
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import KINDS, compose
from partydesk.services.reissuing import Correction, reissue, void_document
from partydesk.services.signing_keys import (
    Certificate,
    distrust,
    list_trusted,
    make_certificate,
    own_certificate,
    read_certificate,
    read_certificate_file,
    renew_key,
    trust,
    write_certificate,
)
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.reports.printed import text_of

Open = Callable[[str], Workspace]


def issue_letters(workspace: Workspace, count: int = 1) -> list[tuple[str, str]]:
    """Carry pairs to their letters; gives numbers and codes."""
    make_pairs(workspace, count, capacity="3")
    consent_all(workspace)
    today = Order(workspace.today())
    act(workspace, YEAR, Action.SIGN, today)
    numbers = act(workspace, YEAR, Action.APPOINT, today).numbers
    with workspace.reading() as session:
        found = session.execute(
            select(NumberRow.text, IssuedRow.code)
            .join(IssuedRow, IssuedRow.number_id == NumberRow.id)
            .where(IssuedRow.kind == "letters")
            .order_by(NumberRow.id)
        )
        made = [(number, code or "") for number, code in found]
    assert [number for number, _ in made] == list(numbers)
    return made


def number_id_of(workspace: Workspace, number: str) -> int:
    with workspace.reading() as session:
        return session.scalars(select(NumberRow.id).where(NumberRow.text == number)).one()


@pytest.fixture
def another(template_file: Path, tmp_path: Path, clock: StandingClock) -> Open:
    """Open the workspace of another office."""

    def make(name: str) -> Workspace:
        folder = tmp_path / name
        folder.mkdir()
        shutil.copyfile(template_file, folder / FILE_NAME)
        return open_workspace(folder, clock=clock)

    return make


# -- in force, void, superseded ---------------------------------------------------------------


def test_a_letter_in_force_is_told_by_its_code_and_by_its_number(workspace: Workspace) -> None:
    ((number, code),) = issue_letters(workspace)
    verdict = verify(workspace, code)
    assert (verdict.state, verdict.number, verdict.kind) == (State.IN_FORCE, number, "letters")
    assert (verdict.title, verdict.issued_on) == ("委任书", workspace.today())
    assert verdict.person.startswith("苏和")
    assert verdict.posting is not None
    assert not verdict.posting.ended
    typed = number.replace("〔", "[ ").replace("〕", "】").replace("2026", "２０２６")
    by_number = verify(workspace, f"  {typed} ")
    assert (verdict.headline, by_number.headline) == ("真 · 有效", "在册 · 有效")
    assert replace(by_number, signed=True, words=verdict.words) == verdict
    assert "请与原件核对" in by_number.words
    assert verify(workspace, " ".join(code[n : n + 7] for n in range(0, 200, 7)).lower()) == verdict


def test_a_withdrawn_letter_is_void_and_says_why(workspace: Workspace) -> None:
    ((number, code),) = issue_letters(workspace)
    end = Order(workspace.today(), cause=Cause.HEALTH, outcome=Stage.TERMINATED, basis="会议纪要")
    act(workspace, YEAR, Action.END, end)
    void_document(workspace, number_id_of(workspace, number), Correction(workspace.today(), "收回"))
    verdict = verify(workspace, code)
    assert verdict.state is State.VOID
    assert "2026年3月2日作废：收回" in verdict.words


def test_a_letter_issued_anew_supersedes_the_first(workspace: Workspace) -> None:
    ((number, code),) = issue_letters(workspace)
    fix = Correction(workspace.today(), "姓名有误")
    second, _ = reissue(workspace, number_id_of(workspace, number), fix)
    verdict = verify(workspace, code)
    assert (verdict.state, verdict.replaced_by) == (State.SUPERSEDED, second)
    assert verdict.headline == f"真 · 已换发为 {second}"
    assert verify(workspace, number).headline == f"在册 · 已换发为 {second}"
    assert second in verdict.words
    assert verify(workspace, second).state is State.IN_FORCE


def test_a_posting_that_has_ended_is_told(workspace: Workspace, clock: StandingClock) -> None:
    ((_number, code),) = issue_letters(workspace)
    clock.advance(days=30)
    end = Order(workspace.today(), cause=Cause.HEALTH, outcome=Stage.TERMINATED, basis="会议纪要")
    act(workspace, YEAR, Action.END, end)
    verdict = verify(workspace, code)
    assert verdict.posting is not None
    assert (verdict.posting.on, verdict.posting.ended) == (workspace.today(), True)
    assert "健康原因" in verdict.posting.why
    assert "任职已于2026年4月1日结束：健康原因" in verdict.words


def test_a_term_that_has_run_out_is_told(workspace: Workspace, clock: StandingClock) -> None:
    ((_number, code),) = issue_letters(workspace)
    clock.advance(days=4000)
    verdict = verify(workspace, code)
    assert verdict.posting is not None
    assert verdict.posting.ended
    assert verdict.posting.why == "任期届满"


def test_a_draft_is_not_in_force(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    drafted = act(workspace, YEAR, Action.DRAFT, Order(workspace.today()))
    verdict = verify(workspace, drafted.numbers[0])
    assert verdict.state is State.UNKNOWN
    assert "还没有签署" in verdict.words


def test_a_number_that_was_never_taken_is_not_found(workspace: Workspace) -> None:
    issue_letters(workspace)
    for nothing in ("旗非公委任〔2026〕99号", "", "  "):
        with pytest.raises(NotFound):
            verify(workspace, nothing)


# -- not ours, not known, not genuine -----------------------------------------------------------


def test_a_code_of_ours_that_the_register_lacks_is_unknown(workspace: Workspace) -> None:
    issue_letters(workspace)
    with workspace.unit_of_work("save_test", "试") as uow:
        lost = make_code(
            uow.session, kind="letters", number="旗非公委任〔2026〕99号", person="白音",
            issued_on=dt.date(2026, 3, 1), now=workspace.clock(),
        )  # fmt: skip
    assert verify(workspace, lost).state is State.UNKNOWN


def test_a_number_given_again_after_a_restore_does_not_vouch_for_the_first_letter(
    workspace: Workspace,
) -> None:
    ((number, _code),) = issue_letters(workspace)
    with workspace.unit_of_work("save_test", "试") as uow:
        lost = make_code(
            uow.session, kind="letters", number=number, person="白音",
            issued_on=workspace.today(), now=workspace.clock(),
        )  # fmt: skip
    verdict = verify(workspace, lost)
    assert (verdict.state, verdict.person) == (State.UNKNOWN, "白音")
    assert "这个编号是苏和" in verdict.words


def test_another_office_needs_only_the_certificate_s_file(
    workspace: Workspace, another: Open, tmp_path: Path
) -> None:
    ((number, code),) = issue_letters(workspace)
    file = tmp_path / "证书.json"
    file.write_text(write_certificate(make_certificate(workspace)), encoding="utf-8")
    with another("邻旗") as other:
        stranger = verify(other, code)
        assert (stranger.state, stranger.office) == (State.UNKNOWN_KEY, "")
        trust(other, read_certificate(file.read_text(encoding="utf-8")))
        verdict = verify(other, code)
        assert (verdict.state, verdict.number) == (State.FOREIGN, number)
        assert "向该单位核实" in verdict.words
        (known,) = list_trusted(other)
        with pytest.raises(RuleViolation, match="已经登记"):
            trust(other, known)
        distrust(other, known.id or 0)
        assert verify(other, code).state is State.UNKNOWN_KEY
        with pytest.raises(NotFound):
            distrust(other, known.id or 0)
    with pytest.raises(RuleViolation, match="自己的证书"):
        trust(workspace, make_certificate(workspace))


def test_no_flipped_bit_stays_genuine(workspace: Workspace, another: Open) -> None:
    ((_number, code),) = issue_letters(workspace)
    _, signed, signature = read_code(code)
    whole = signed + signature
    with another("邻旗") as other:
        trust(other, make_certificate(workspace))
        for place in range(len(whole) * 8):
            bent = bytearray(whole)
            bent[place // 8] ^= 1 << place % 8
            forged = write_code(bytes(bent[:-64]), bytes(bent[-64:]))
            for judge in (workspace, other):
                try:
                    state = verify(judge, forged).state
                except InputRefused:
                    continue  # its lengths do not add up any more
                named = place < 32  # the key's name itself was bent
                assert state is (State.UNKNOWN_KEY if named else State.FORGED), place


def test_a_name_put_into_another_s_code_is_forged(workspace: Workspace) -> None:
    ((number, code),) = issue_letters(workspace)
    _, _, signature = read_code(code)
    key = make_certificate(workspace).public_key
    claim = write_claim(
        key, kind="letters", number=number, person="敖敦", issued_on=dt.date(2026, 3, 2)
    )
    assert verify(workspace, write_code(claim, signature)).state is State.FORGED


def test_what_an_old_key_signed_stays_genuine(workspace: Workspace, another: Open) -> None:
    ((_number, code),) = issue_letters(workspace)
    old = make_certificate(workspace)
    renew_key(workspace)
    fresh = make_certificate(workspace)
    assert fresh.fingerprint != old.fingerprint
    assert verify(workspace, code).state is State.IN_FORCE
    with workspace.unit_of_work("save_test", "试") as uow:
        second = make_code(
            uow.session, kind="letters", number="二", person="白音",
            issued_on=workspace.today(), now=workspace.clock(),
        )  # fmt: skip
    assert read_code(second)[0].key_id == key_id(fresh.public_key)
    with another("邻旗") as other:
        trust(other, fresh)
        assert verify(other, code).state is State.UNKNOWN_KEY
        trust(other, old)
        assert verify(other, code).state is State.FOREIGN


# -- certificates ------------------------------------------------------------------------------


def test_a_certificate_is_made_when_it_is_first_asked_for(workspace: Workspace) -> None:
    assert own_certificate(workspace) is None
    made = make_certificate(workspace)
    assert own_certificate(workspace) == made == make_certificate(workspace)
    for indent in (2, None):
        assert read_certificate(write_certificate(made, indent)) == made


@pytest.mark.parametrize(
    "bent",
    [
        lambda words: words.replace("partydesk-certificate", "letter"),
        lambda words: words.replace('"version": 1', '"version": 2'),
        lambda words: words.replace('"office": "', '"office": "",\n  "was": "'),
        lambda words: words.replace("00", "11"),
        lambda words: words[:-20],
        lambda _words: "",
        lambda _words: "[]",
        lambda _words: "7",
        lambda _words: "[" * 9000,
        lambda words: words.replace('"public_key": "', '"public_key": "00'),
    ],
)
def test_what_is_no_certificate_is_refused(bent: Callable[[str], str]) -> None:
    words = write_certificate(Certificate("塔林旗委", bytes(32)))
    with pytest.raises(InputRefused):
        read_certificate(bent(words))


def test_the_printed_certificate_is_taken_in_from_a_photo(
    workspace: Workspace, another: Open, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="还没有验证密钥"):
        compose(workspace, "key-certificate", year=YEAR)
    own = make_certificate(workspace)
    printout = compose(workspace, "key-certificate", year=YEAR)
    assert (printout.pages, printout.warnings) == (1, ())
    assert own.fingerprint.replace(" ", "") in text_of(printout)
    photo = tmp_path / "照片.jpg"
    pdfium.PdfDocument(printout.pdf)[0].render(scale=2).to_pil().rotate(2).save(photo)
    with another("邻旗") as other:
        trust(other, read_certificate_file(photo))
        assert [each.office for each in list_trusted(other)] == [own.office]


# -- the private key ----------------------------------------------------------------------------


def test_the_private_key_is_in_the_workspace_file_and_nowhere_else(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    issue_letters(workspace, 2)
    renew_key(workspace)
    out = tmp_path / "out"
    out.mkdir()
    (out / "certificate").write_text(write_certificate(make_certificate(workspace)))
    for kind in KINDS:
        try:
            printout = compose(workspace, kind, year=YEAR, choice=Choice())
        except NotFound:
            continue
        (out / f"{kind}.pdf").write_bytes(printout.pdf)
        contents = (page.get_contents() for page in PdfReader(BytesIO(printout.pdf)).pages)
        unpacked = b"".join(each.get_data() for each in contents if each is not None)
        (out / f"{kind} unpacked").write_bytes(unpacked)
    for kind in ("talents", "enterprises"):
        export_records(workspace, kind, out / f"{kind}.csv", Query(include_retired=True))
    (out / "history").write_text(repr(list_actions(workspace)))
    (out / "log").write_text(caplog.text)
    with workspace.reading() as session:
        keys = list(session.scalars(select(SigningKeyRow.private_key)))
        tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        for table in tables:
            if table != "signing_keys":
                rows = session.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608
                cells = (cell for row in rows for cell in row)
                content = b"\n".join(
                    cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells
                )
                (out / f"table {table}").write_bytes(content)
    assert len(keys) == 2
    written = list(out.iterdir())
    assert len(written) > 30
    for file in written:
        content = file.read_bytes()
        for key in keys:
            for shape in (key, key.hex().encode(), key.hex().upper().encode(),
                          base64.b64encode(key), base64.b32encode(key).rstrip(b"=")):  # fmt: skip
                assert shape not in content, f"{file.name} holds a private key"
