"""Why somebody looks at a full number: the usual needs of the office.

Source: 个人信息保护法 (2021) §6 (a clear purpose, directly tied to it), §28 (sensitive data only
for a definite purpose and need).
"""

from __future__ import annotations

from partydesk.domain.errors import ValidationFailed

USUAL_REASONS = (
    "与证件核对身份",
    "联系本人",
    "报上级组织部门",
    "办理证书和文书",
    "本人要求查阅",
)


def checked_reason(reason: str) -> str:
    """Give the reason on one line.

    Raises:
        ValidationFailed: There is none.
    """
    said = " ".join(reason.split())
    if not said:
        raise ValidationFailed({"reason": "查看、打印或导出完整号码须写明用途"})
    return said
