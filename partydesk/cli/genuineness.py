"""What is genuine and whom to trust, and the correction of what was issued.

``partydesk verify-letter``, ``void``, ``reissue`` and ``certificate``.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, existing_file, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import PATH, Command, in_workspace
from partydesk.cli.pairs import DATE, may_lack
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.genuineness import State
from partydesk.services.code_reading import PICTURES, read_picture_file
from partydesk.services.genuineness import Verdict, verify
from partydesk.services.number_register import Entry, find_typed
from partydesk.services.reissuing import Correctable, Correction, get_correctable, void_document
from partydesk.services.reissuing import reissue as reissue_document
from partydesk.services.signing_keys import (
    Certificate,
    distrust,
    export_certificate,
    list_trusted,
    make_certificate,
    own_certificate,
    read_certificate_file,
    renew_key,
    trust,
)
from partydesk.services.workspace import Workspace


@click.command("verify-letter", help="验证文书：验证码、文书编号，或扫描件、照片（png、jpg、bmp）")
@click.argument("code", metavar="CODE")
@in_workspace
@answering
def verify_letter(code: str, folder: Path) -> Answer:
    """Judge a document."""
    text = code
    if code.lower().endswith(PICTURES):
        text = read_picture_file(existing_file(Path(code)))
    with open_workspace(folder) as workspace:
        verdict = verify(workspace, text)
    status = Status.DONE if verdict.state is State.IN_FORCE else Status.REFUSED
    named = "　".join(filter(None, (verdict.title, verdict.number, verdict.person)))
    return Answer(_verdict_json(verdict), lines([verdict.headline, named, verdict.words]), status)


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    value: dict[str, object] = {
        "state": verdict.state.value,
        "number": verdict.number,
        "person": verdict.person,
        "kind": verdict.kind,
        "issued_on": verdict.issued_on and verdict.issued_on.isoformat(),
        "office": verdict.office,
        "replaced_by": verdict.replaced_by or None,
        "words": verdict.words,
    }
    if verdict.posting is not None:
        posting = verdict.posting
        value["posting"] = {
            "on": posting.on.isoformat(),
            "ended": posting.ended,
            "why": posting.why,
        }
    return value


def correcting(command: Command) -> Command:
    """Add what a correction takes."""
    for option in (
        click.option("--why", required=True, help="原因，登记簿里可查"),
        click.option("--date", "on", type=DATE, required=True, help="日期，如 2026-04-01"),
        click.argument("number", metavar="NUMBER"),
    ):
        command = option(command)
    return in_workspace(command)


@click.command(help="作废文书：编号仍占用，登记簿里写明日期和原因")
@correcting
@answering
def void(number: str, on: dt.datetime, why: str, folder: Path) -> Answer:
    """Withdraw a document."""
    with open_workspace(folder) as workspace:
        entry = _entry(workspace, number)
        changes = void_document(workspace, entry.number_id, Correction(on.date(), why))
    return Answer({"number": entry.number, "action": changes.action}, changes.label)


@click.command(help="作废并重发：委任书按库里现在的资料重写，证书照原样、可用 --set 更正")
@correcting
@click.option(
    "--set", "given", multiple=True, metavar="项目=内容", help="证书上要更正的一项，可写多次"
)
@may_lack
@answering
def reissue(
    number: str,
    on: dt.datetime,
    why: str,
    given: tuple[str, ...],
    allow_missing: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
) -> Answer:
    """Withdraw a document and issue another in its place."""
    with open_workspace(folder) as workspace:
        entry = _entry(workspace, number)
        texts = _corrections(get_correctable(workspace, entry.number_id), given)
        correction = Correction(on.date(), why, texts, allow_missing)
        new, changes = reissue_document(workspace, entry.number_id, correction)
    value = {"number": new, "replaces": entry.number, "action": changes.action}
    return Answer(value, changes.label)


def _entry(workspace: Workspace, number: str) -> Entry:
    """Find a number as typed.

    Raises:
        NotFound: The register does not hold it.
    """
    entry = find_typed(workspace, number)
    if entry is None:
        raise NotFound(f"文号登记簿里没有“{number.strip()}”；请核对编号")
    return entry


def _corrections(correctable: Correctable, given: Sequence[str]) -> dict[str, str]:
    """Read what a certificate is to say differently: label or name of a field, and the text.

    Raises:
        RuleViolation: There is no such field.
    """
    names = {word: each.name for each in correctable.fields for word in (each.label, each.name)}
    texts = {}
    for each in given:
        word, sign, text = each.partition("=")
        if not sign or word.strip() not in names:
            known = "、".join(field.label for field in correctable.fields)
            can = f"可写 {known}" if known else "这种文书按库里的资料重写，请先更正库里的资料"
            message = f"不能这样更正“{each}”，应为 项目=内容；{can}"
            raise RuleViolation([Reason("no_such_field", message)])
        texts[names[word.strip()]] = text.strip()
    return texts


@click.group(help="签发单位证书：导出本单位的，登记、列出、移除外单位的，更换密钥")
def certificate() -> None:
    """Group the commands."""


@certificate.command(help="把本单位的证书存成文件，交给别的单位")
@click.argument("out", metavar="OUT", type=PATH)
@in_workspace
@answering
def export(out: Path, folder: Path) -> Answer:
    """Write the workspace's certificate."""
    with open_workspace(folder) as workspace:
        made = make_certificate(workspace)
        path = export_certificate(made, out)
    value = {**_certificate_json(made), "path": str(path.absolute())}
    return Answer(value, f"{made.office}的证书：{path}\n指纹 {made.fingerprint}")


@certificate.command("trust", help="登记外单位的证书（文件，或它的二维码图片）；先核对指纹")
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--fingerprint", "told", help="对方告知的指纹，必须与文件相符")
@in_workspace
@answering
def trust_(path: Path, told: str | None, folder: Path) -> Answer:
    """Take in another office's certificate."""
    found = read_certificate_file(existing_file(path))
    said = f"{found.office}\n指纹 {found.fingerprint}"
    if told is not None:
        _require_same(found, told)
    elif sys.stdin.isatty():
        click.confirm(f"{said}\n请打电话与该单位核对指纹。相符吗", abort=True, err=True)
    else:
        message = f"请用 --fingerprint 写明对方告知的指纹，与文件相符才登记。{said}"
        raise RuleViolation([Reason("fingerprint_needed", message)])
    with open_workspace(folder) as workspace:
        changes = trust(workspace, found)
    return Answer({**_certificate_json(found), "action": changes.action}, f"已登记：{said}")


def _require_same(found: Certificate, told: str) -> None:
    """Compare the fingerprints as people write them.

    Raises:
        RuleViolation: They differ.
    """
    if "".join(told.split()).upper() != "".join(found.fingerprint.split()):
        message = (
            f"指纹不符，没有登记：文件是 {found.fingerprint}。请向{found.office}核实后重新索取"
        )
        raise RuleViolation([Reason("fingerprint_differs", message)])


@certificate.command("list", help="列出本单位和受信任单位的证书")
@in_workspace
@answering
def list_(folder: Path) -> Answer:
    """List certificates."""
    with open_workspace(folder) as workspace:
        own, trusted = own_certificate(workspace), list_trusted(workspace)
    value = {
        "own": own and _certificate_json(own),
        "trusted": [_certificate_json(each) for each in trusted],
    }
    said = [f"本单位  {own.office}  {own.fingerprint}" if own else "本单位还没有密钥"]
    said += [f"{each.id:>4}  {each.office}  {each.fingerprint}" for each in trusted]
    return Answer(value, lines(said))


def _certificate_json(found: Certificate) -> dict[str, object]:
    value: dict[str, object] = {"office": found.office, "fingerprint": found.fingerprint}
    return value if found.id is None else {"id": found.id, **value}


@certificate.command(help="移除一个外单位的证书（编号见 list）")
@click.argument("number", metavar="ID", type=int)
@in_workspace
@answering
def remove(number: int, folder: Path) -> Answer:
    """Remove another office's certificate."""
    with open_workspace(folder) as workspace:
        changes = distrust(workspace, number)
    return Answer({"removed": number, "action": changes.action}, changes.label)


@certificate.command(help="更换本单位的密钥；以前签发的仍可验证，新证书要重新交给别的单位")
@in_workspace
@answering
def renew(folder: Path) -> Answer:
    """Sign with a new key pair from now on."""
    with open_workspace(folder) as workspace:
        renew_key(workspace)
        made = make_certificate(workspace)
    return Answer(_certificate_json(made), f"已更换密钥，新指纹 {made.fingerprint}")


COMMANDS = (verify_letter, void, reissue, certificate)
