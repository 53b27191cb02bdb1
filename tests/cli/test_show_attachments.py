"""``show`` lists the files kept with a record."""

from __future__ import annotations

from pathlib import Path

from partydesk.services.attachments import add_attachment
from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Speak


def test_show_lists_attachments(desk: Path, speak: Speak, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("姓名\n苏和\n", encoding="utf-8")
    assert speak("import", "talents", people, "-w", desk).status == 0
    scan = tmp_path / "合同.pdf"
    scan.write_bytes(b"%PDF-1.7\n")
    with open_workspace(desk) as workspace:
        add_attachment(workspace, "talents", 1, scan)
    said = speak("show", "talents", 1, "-w", desk)
    (found,) = said.json["attachments"]
    assert (found["id"], found["title"], found["file"]) == (1, "合同", "合同.pdf")
    assert (found["type"], found["size"]) == ("PDF 文件", 9)
    assert said.json["history"][-1]["changes"] == [
        {"field": "附件", "before": "", "after": "合同（PDF 文件，9 字节）"}
    ]
