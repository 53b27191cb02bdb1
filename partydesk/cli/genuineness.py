"""``partydesk verify-letter`` and ``partydesk certificate``: what is genuine, whom to trust."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, existing_file, lines
from partydesk.cli.options import PATH, in_workspace
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.genuineness import State
from partydesk.services.code_reading import PICTURES, read_picture_file
from partydesk.services.genuineness import Verdict, verify
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
from partydesk.services.workspace import open_workspace


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


COMMANDS = (verify_letter, certificate)
