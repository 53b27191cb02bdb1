"""Writing a person's record back into a copy of the form it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.errors import ValidationFailed
from partydesk.exchange.files import written_whole
from partydesk.exchange.formats import read_bytes
from partydesk.exchange.person_files import is_person_file, whose, written_form
from partydesk.services.pools import get_record
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_SUFFIX = ".lrmx"
#: The kind of import that takes forms and folders of them.
TAKES_FORMS = "talents"


def are_forms(path: Path) -> bool:
    """Whether a path is a person's form, or a folder of them, going by its name."""
    return path.is_dir() or is_person_file(path)


def write_person_form(workspace: Workspace, talent_id: int, source: Path, out: Path) -> None:
    """Write what is known of a person into a copy of a form (.lrmx); the form itself stays.

    Args:
        workspace: Open workspace.
        talent_id: 记录号 of the person.
        source: The form.
        out: The copy.

    Raises:
        ValidationFailed: The copy would be the form itself, or one of them is no .lrmx, or the
            form is another person's.
        InputRefused: The form cannot be read.
        NotFound: There is no such person.
        EnvironmentProblem: A file cannot be read or written.
    """
    for path, what in ((source, "任免审批表"), (out, "另存的文件")):
        if path.suffix.lower() != _SUFFIX:
            raise ValidationFailed({"path": f"{what}“{path.name}”应以 {_SUFFIX} 结尾"})
    if out.exists() and out.samefile(source):
        raise ValidationFailed({"path": "只能写到一个副本，不能改动原表，请另取文件名"})
    person = get_record(workspace, "talents", talent_id)
    form = read_bytes(source)
    name, number = whose(source.name, form)
    same_number = not number or not person.citizen_number or number == person.citizen_number
    if "".join(name.split()) != "".join(person.name.split()) or not same_number:
        message = f"“{source.name}”是“{name}”的表，不是“{person.name}”的，请核对后另选"
        raise ValidationFailed({"path": message})
    data = written_form(source.name, form, person)
    # The form holds the citizen number in full, as the cadres' file needs it.
    words = f"写入任免审批表副本：“{person.name}”，含完整号码"
    leave_trace(workspace, "export_full_person_form", words)
    with written_whole(out) as partial:
        partial.write_bytes(data)
