"""Who is judged, by what, and what follows from it: the closed lists of the evaluation."""

from __future__ import annotations

from enum import StrEnum


class Judged(StrEnum):
    """考核对象."""

    PEOPLE = "驻企人员"
    COMMITTEES = "基层党委"


class Keying(StrEnum):
    """测评票录入方式."""

    COUNTS = "按票数"
    BALLOTS = "逐票双录"


class Measure(StrEnum):
    """结果运用: what is put on paper for somebody whose result asks for it.

    Source: 提醒、函询、诫勉 and 清退 (广安); adjustment of those judged poorly (essay 5).
    """

    REMINDER = "提醒"
    ENQUIRY = "函询"
    ADMONITION = "诫勉"
    ADJUSTMENT = "调整"
    DISMISSAL = "解聘"


class ScoredBy(StrEnum):
    """计分方式: where the points of a component come from."""

    POINTS = "打分"
    BALLOTS = "测评票"
    DATA = "数据计算"


class Rounding(StrEnum):
    """取整方式."""

    HALF_UP = "四舍五入"
    DOWN = "舍去尾数"
    UP = "进一"


class RuleKind(StrEnum):
    """附加规则: what may stand beside the components."""

    CAP = "最高等次"
    BONUS = "加分"
    DEDUCTION = "扣分"


class Datum(StrEnum):
    """What the program can work out from what is stored, each as a share of what is due."""

    DAYS = "到岗天数达标率"
    REPORTS = "月报按时率"
    PLAN = "工作任务完成率"
    INSPECTIONS = "督查合格率"
    TRAINING = "培训完成率"
    COVERAGE = "组织覆盖率"
    POSTS_FILLED = "岗位配备率"
    INSTRUCTORS = "驻企人员平均得分"
