"""What a register's entry says about the kind and the ownership of a unit.

The places are found in :mod:`partydesk.domain.divisions`, whose functions are offered here too.
"""

from __future__ import annotations

import re

from partydesk.domain.divisions import (
    Found,
    division_word,
    short_division_name,
    township_of,
    village_of,
)
from partydesk.domain.enterprises import Ownership, UnitKind

__all__ = [
    "Found",
    "division_word",
    "kind_of",
    "ownership_of",
    "short_division_name",
    "township_of",
    "village_of",
]

#: First two characters of the credit code (GB 32100-2015, table of registering departments).
_KIND_BY_CODE = {
    "51": UnitKind.SOCIAL,
    "52": UnitKind.SOCIAL,
    "53": UnitKind.SOCIAL,
    "91": UnitKind.ENTERPRISE,
    "92": UnitKind.INDIVIDUAL,
    "93": UnitKind.COOPERATIVE,
}
_KIND_BY_TYPE = (
    (re.compile(r"个体(工商)?户|^个体"), UnitKind.INDIVIDUAL),
    (re.compile(r"农[牧]?民专业合作社|专业合作社"), UnitKind.COOPERATIVE),
    (re.compile(r"社会团体|民办非企业|社会服务机构|基金会"), UnitKind.SOCIAL),
    (re.compile(r"公司|企业|所有制|合伙|集体|国有"), UnitKind.ENTERPRISE),
)
_KIND_BY_NAME = (
    # 供销合作社 and 信用合作社 are enterprises of their own law, not co-operatives of farmers.
    (re.compile(r"专业合作社|专业合作联社|合作社联合社"), UnitKind.COOPERATIVE),
    (re.compile(r"(协会|商会|学会|联合会|促进会|研究会|基金会)$"), UnitKind.SOCIAL),
    (re.compile(r"公司|集团|供销(合作)?社|信用(合作)?(联)?社|企业$"), UnitKind.ENTERPRISE),
)
_PUBLIC = re.compile(r"集体|全民所有|国有(?!控股或)|国营")
_NON_PUBLIC = re.compile(r"个人独资|个体|农[牧]?民专业合作社|私营|自然人独资|自然人投资或控股")


def kind_of(
    credit_code: str | None, name: str | None, registered_type: str | None
) -> UnitKind | None:
    """Tell what sort of unit an entry is.

    The credit code decides (GB 32100-2015); without one the registered type, then the name.

    Returns:
        None where neither says for certain.
    """
    if credit_code and credit_code[:2] in _KIND_BY_CODE:
        return _KIND_BY_CODE[credit_code[:2]]
    for text, table in ((registered_type, _KIND_BY_TYPE), (name, _KIND_BY_NAME)):
        for pattern, kind in table:
            if text and pattern.search(text):
                return kind
    return None


def ownership_of(registered_type: str | None) -> Ownership | None:
    """Tell the ownership where the registered type says it.

    A plain 有限责任公司 may belong to anybody: nothing is invented.
    """
    if not registered_type:
        return None
    public = bool(_PUBLIC.search(registered_type))
    non_public = bool(_NON_PUBLIC.search(registered_type))
    if public == non_public:
        return None
    return Ownership.PUBLIC if public else Ownership.NON_PUBLIC
