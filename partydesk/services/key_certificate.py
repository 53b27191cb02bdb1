"""本单位证书 on paper: whose key it is, its fingerprint to compare by telephone, and its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.errors import NotFound
from partydesk.domain.numbering import paper_date
from partydesk.reports.bands import Fact
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, QrCode
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.signing_keys import own_certificate, write_certificate

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_FINGERPRINT_PT, _FINGERPRINT_PITCH_PT = 24.0, 40.0
_CODE_MM = 62.0
_STEPS = (
    "1. 把这张纸（或导出的证书文件）交给需要验证本单位文书的单位。",
    "2. 对方在“文书与打印—防伪验证”里点“添加…”，选证书文件，或选这张纸上二维码的照片。",
    "3. 添加以前，对方按公开的办公电话打给本单位，逐组念出屏幕上的指纹，与这里完全相同才添加。",
    "4. 此后对方扫描文书上的验证码，就能看出是不是本单位签发的。是否已经作废，仍要向本单位核实。",
    "这张纸上没有秘密，可以复制、传真、张贴。更换密钥以后要重新交换；以前签发的文书仍用以前的证书验证。",
)


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    found = own_certificate(workspace)
    if found is None:
        raise NotFound("本单位还没有验证密钥：签发第一份文书时自动生成，或先导出证书")
    groups = found.fingerprint.split()
    half = len(groups) // 2
    lines = ("　".join(groups[:half]), "　".join(groups[half:]))
    facts = Facts((Fact("签发单位", found.office, wide=True),
                   Fact("打印日期", paper_date(wanted.created.date()), wide=True)))  # fmt: skip
    code = QrCode(write_certificate(found, None), _CODE_MM)
    parts = (
        facts, Heading("指纹"), Paragraphs(lines, _FINGERPRINT_PT, _FINGERPRINT_PITCH_PT),
        Heading("证书二维码"), code, Heading("怎样核对"), Paragraphs(_STEPS, 12.0, 20.0),
    )  # fmt: skip
    return [Paper("签发单位证书", parts)]


KEY_CERTIFICATE = paper_kind("key-certificate", "签发单位证书", _papers)
