"""Outcomes that a line of the ledger may count.

Source: essay 5 sums up two years of the work by just these figures: branches and mass organizations
founded, activists trained, matters handled for enterprises.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """工作成效."""

    PARTY_ORGANIZATION = "新建党组织"
    MASS_ORGANIZATION = "新建群团组织"
    ACTIVIST = "培养入党积极分子"
    MATTER = "为企业办理事项"
    DISPUTE = "化解矛盾纠纷"
    PROJECT = "帮助项目"
    FUNDS = "争取资金"
    VISIT = "走访"

    @property
    def unit(self) -> str:
        """The measure word behind its count; funds are counted in 万元."""
        return _UNITS[self]


_UNITS = {
    Outcome.PARTY_ORGANIZATION: "个",
    Outcome.MASS_ORGANIZATION: "个",
    Outcome.ACTIVIST: "名",
    Outcome.MATTER: "件",
    Outcome.DISPUTE: "件",
    Outcome.PROJECT: "个",
    Outcome.FUNDS: "万元",
    Outcome.VISIT: "次",
}
