"""Fields of the official notice of appointment (任职通知)."""

from __future__ import annotations

from typing import Final

from partydesk.domain.notices import Notice
from partydesk.domain.numbering import paper_date
from partydesk.reports.registry import SAMPLE_CODE, SAMPLE_HEAD, ReportField, document_kind

Field = ReportField[Notice]

NOTICES: Final = document_kind(
    "notices",
    "任职通知",
    Notice,
    (
        Field("number", "发文字号", "旗非公发〔2026〕3号", lambda notice: notice.number),
        Field("title", "标题", "关于苏和等5名同志任职的通知", lambda notice: notice.title),
        Field(
            "addressee",
            "主送机关",
            "各苏木乡镇党委，旗直有关单位党组织，各非公有制企业党组织",
            lambda notice: notice.addressee,
        ),
        Field(
            "text",
            "正文",
            "经研究决定：\n敖敦其其格同志任塔林旗贝子府镇十家杂粮深加工农民专业合作社党建指导员。\n"
            "以上同志任职时间自2026年4月1日起计算。",
            lambda notice: "\n".join(notice.paragraphs),
        ),
        Field("attachments", "附件", "选派任职人员名单", lambda n: "\n".join(n.attachments)),
        Field("person", "人员", "苏和等5名同志", lambda notice: notice.person),
        Field(
            "organ",
            "发文机关",
            "中共塔林旗非公有制经济组织和社会组织工作委员会",
            lambda notice: notice.organ,
        ),
        Field("issued_on", "成文日期", "2026年3月28日", lambda n: paper_date(n.issued_on)),
        Field("effective_on", "生效日期", "2026年4月1日", lambda n: paper_date(n.effective_on)),
        Field("sealed", "加盖印章", "是", lambda notice: "是" if notice.sealed else ""),
        Field("copies_to", "抄送", "旗委组织部", lambda notice: notice.copies_to),
        Field("issuer", "印发机关", "中共塔林旗非公党工委办公室", lambda notice: notice.issuer),
        Field("code", "验证码", SAMPLE_CODE, lambda notice: notice.code),
        Field("head", "操作记录号", SAMPLE_HEAD, lambda notice: notice.head),
    ),
    person=lambda notice: notice.person,
)
