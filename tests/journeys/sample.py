"""A small banner in the middle of its year, made through the services; nobody in it exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from partydesk.domain.placements import Action, Order, Party, Placement
from partydesk.domain.selection import Attitude, Role, Side
from partydesk.services import matching, placements, pools, rounds, selection, wishes
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace

YEAR = 2026
TALENTS = (
    ("苏和", "退休", "党务工作、组织建设", "新惠镇、四家子镇", 2),
    ("额尔敦", "改非", "农牧技术、合作社规范", "长胜镇、贝子府镇", 1),
    ("敖敦其其格", "退休", "财务会计、法律事务", "新惠镇", 1),
    ("白音宝力格", "在职科级", "项目申报、审批协调", "四道湾子镇", 1),
    ("孟和吉雅", "提前离岗", "矛盾调解、群团工作", "木头营子乡", 2),
    ("王桂芝", "退休", "宣传文化、群团工作", "新惠镇、萨力巴乡", 1),
    ("李振国", "中青年后备", "企业管理、市场营销", "新惠镇", 1),
    ("乌云塔娜", "改非", "劳动保障、法律事务", "长胜镇", 1),
    ("张文海", "退休", "安全生产、环境保护", "古鲁板蒿镇", 1),
    ("其木格", "提前离岗", "商标食品、市场营销", "贝子府镇、下洼镇", 2),
    ("赵玉成", "退休", "土地林草、农牧技术", "下洼镇", 1),
    ("斯琴高娃", "改非", "组织建设、宣传文化", "金厂沟梁镇", 1),
)
UNITS = (
    ("塔林水泥有限公司", "四道湾子镇", 186, 22, "单独组建", "安全生产、环境保护"),
    ("惠丰种禽有限责任公司", "新惠镇", 74, 9, "单独组建", "农牧技术、企业管理"),
    ("十家杂粮农民专业合作社", "长胜镇", 63, 6, "联合组建", "合作社规范、农牧技术"),
    ("北原肉业有限公司", "贝子府镇", 120, 5, "未组建", "商标食品、市场营销"),
    ("宏远运输有限公司", "新惠镇", 88, 7, "单独组建", "法律事务、安全生产"),
    ("塔拉绒毛制品有限公司", "新惠镇", 45, 4, "未组建", "财务会计、市场营销"),
    ("金沟矿业有限公司", "金厂沟梁镇", 230, 18, "单独组建", "安全生产、组织建设"),
    ("丰收村种植农民专业合作社", "下洼镇", 38, 3, "联合组建", "农牧技术、土地林草"),
    ("绿野牧草农民专业合作社", "古鲁板蒿镇", 26, 2, "未组建", "农牧技术"),
    ("新惠康宁养老服务中心", "新惠镇", 31, 4, "联合组建", "群团工作、矛盾调解"),
    ("木头营子肉牛养殖农民专业合作社", "木头营子乡", 41, 3, "未组建", "农牧技术"),
    ("萨力巴建筑安装有限公司", "萨力巴乡", 52, 1, "未组建", "项目申报"),
)
_POSTS = 10


def make_sample(folder: Path) -> Workspace:
    """Make the banner with a round that has got as far as the first signed agreements."""
    workspace = create_workspace(
        folder, NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR, invented=True)
    )
    _fill_pools(workspace)
    selection.open_round(workspace, YEAR)
    for number, unit in enumerate(UNITS[:_POSTS], start=1):
        selection.save_post(
            workspace,
            YEAR,
            None,
            enterprise_id=number,
            role=Role.SECRETARY if unit[4] == "单独组建" else Role.INSTRUCTOR,
            specialties=tuple(unit[5].split("、")),
        )
    rounds.publish_round(workspace, YEAR, dt.date(YEAR, 3, 4), dt.date(YEAR, 3, 20))
    _wish(workspace)
    matching.run_matching(workspace, YEAR)
    pairs, _ = placements.accept_run(workspace, YEAR)
    _proceed(workspace, pairs)
    return workspace


def _fill_pools(workspace: Workspace) -> None:
    for name, source, specialties, townships, seats in TALENTS:
        cells = {
            "name": name,
            "source": source,
            "specialties": specialties,
            "townships": townships,
            "capacity": str(seats),
            "engagement": "兼职",
        }
        pools.save_record(workspace, "talents", None, cells)
    for name, township, staff, members, organization, _ in UNITS:
        cells = {
            "name": name,
            "township": township,
            "staff": str(staff),
            "members": str(members),
            "party_organization": organization,
            "ownership": "非公有制",
            "operation": "正常",
            "standing": "在库",
        }
        pools.save_record(workspace, "enterprises", None, cells)


def _wish(workspace: Workspace) -> None:
    for post in range(1, 5):
        said: dict[int | None, tuple[Attitude, int | None]] = {
            post: (Attitude.WILLING, 1),
            post + 4: (Attitude.WILLING, 2),
        }
        wishes.save_wishes(workspace, YEAR, Side.ENTERPRISE, post, said)
    wishes.suggest_wishes(workspace, YEAR, 6)


def _proceed(workspace: Workspace, pairs: Sequence[Placement]) -> None:
    """Three pairs reach the letter, one the agreement, the others some of the consents."""
    spring = dt.date(YEAR, 3, 20)
    for count, parties in (
        (7, (Party.ENTERPRISE, Party.PERSON)),
        (5, (Party.UNIT, Party.COMMITTEE)),
    ):
        for party in parties:
            asked = [pair.id for pair in pairs[:count] if party in pair.needed]
            order = Order(spring, party=party)
            placements.act(workspace, YEAR, Action.CONSENT, order, asked)
    ready = [pair.id for pair in pairs[:4]]
    placements.act(workspace, YEAR, Action.SIGN, Order(dt.date(YEAR, 4, 1)), ready)
    placements.act(workspace, YEAR, Action.APPOINT, Order(dt.date(YEAR, 4, 8)), ready[:3])
