"""The year at the desk: how far each step is, and what is to be done next.

Pure rules over counted figures; the counting is the service's. The order of the steps is that of
the procedure: 建库, then the path of the round (:mod:`partydesk.domain.round_steps`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from partydesk.domain.placements import Party, Stage
from partydesk.domain.round_steps import Progress, RoundCounts, Step, named, round_steps


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to be done.

    Attributes:
        key: Stable English word for the act.
        title: What is to be done.
        detail: Whom it concerns.
        page: Key of the page where it is done.
        act: Words on its button.
        due: The day by which, where there is one.
        pairs: Pairs whose reminder can be put off.
        tab: Key of the tab of that page; empty for none.
        keys: Things due whose reminder can be put off.
    """

    key: str
    title: str
    detail: str
    page: str
    act: str
    due: dt.date | None = None
    pairs: tuple[int, ...] = ()
    tab: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """A term that ends soon, or is over.

    Attributes:
        term_to: Its last day.
        who: The person.
        stage: How near the end is, by the days of the policy.
        pair: Number of the pair.
    """

    term_to: dt.date
    who: str
    stage: Stage
    pair: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A pair whose unit or person is gone.

    Attributes:
        who: Person and post.
        why: What has happened.
        act: What should be done, in words.
    """

    who: str
    why: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(RoundCounts):
    """What is counted for a year; what is counted of its round comes first.

    Attributes:
        year: The year.
        talents: People who have not left the pool.
        enterprises: Units that have not been struck off the register.
        in_pool: Units that are 在库.
        undecided: Units whose ownership is not settled.
        operating: Units in normal operation; the denominator of the coverage.
        own: Operating units with an organization of their own.
        joint: Operating units in a joint organization.
        due_to_found: Operating units without one that have enough full members for a branch.
        organizations: Organizations of the register that exist.
        terms_due: Those of them whose term ends soon or is over.
        letters_unprinted: Whether letters were issued after the last printing.
        endings: Terms that end soon or are over and were not put off.
        gone: Pairs whose unit or person is gone.
    """

    year: int
    talents: int = 0
    enterprises: int = 0
    in_pool: int = 0
    undecided: int = 0
    operating: int = 0
    own: int = 0
    joint: int = 0
    due_to_found: int = 0
    organizations: int = 0
    terms_due: int = 0
    letters_unprinted: bool = False
    endings: Sequence[Ending] = ()
    gone: Sequence[Gone] = ()

    @property
    def started(self) -> bool:
        """Whether both pools are filled and the round is open, so that the guide can go."""
        return bool(self.available and self.in_pool and self.round_open)


def steps_of(figures: Figures) -> tuple[Step, ...]:
    """Say how far each step is; the first unfinished one is current."""
    f = figures
    filled = bool(f.in_pool and f.available)
    state = Progress.DONE if filled else Progress.CURRENT
    pools = Step("pools", "摸排建库", state, f"{f.in_pool} 家 · {f.available} 人", "建库")
    path = round_steps(f)
    if not filled:  # the pools come first
        path = tuple(_not_current(step) for step in path)
    return (pools, *path)


def _not_current(step: Step) -> Step:
    return replace(step, state=Progress.TODO) if step.state is Progress.CURRENT else step


def todo_of(figures: Figures) -> tuple[Todo, ...]:
    """List what is to be done next, the most urgent first."""
    return (
        *_postings_to_change(figures),
        *_terms_to_renew(figures),
        *_papers_to_finish(figures),
        *_consents_to_get(figures),
        *_selection_to_run(figures),
        *_pools_to_fill(figures),
    )


def guide_of(figures: Figures) -> tuple[Step, ...]:
    """Lead a newcomer from an empty workspace to the open round."""
    f = figures
    rows = (
        ("import_enterprises", "导入企业名册", f.enterprises > 0, f"{f.enterprises} 家"),
        ("import_talents", "导入人才名册", f.talents > 0, f"{f.talents} 人"),
        ("admit_enterprises", "选企业入库", f.in_pool > 0, f"在库 {f.in_pool} 家"),
        ("open_round", f"开启 {f.year} 年双向选择", f.round_open, "已开启" if f.round_open else ""),
    )
    steps, current = [], True
    for key, title, done, figure in rows:
        state = Progress.DONE if done else Progress.CURRENT if current else Progress.TODO
        current = current and done
        steps.append(Step(key, title, state, figure if done else ""))
    return tuple(steps)


def _terms_to_renew(f: Figures) -> list[Todo]:
    """One line for each group, so that several are renewed as one act."""
    found = []
    for stage in sorted({ending.stage for ending in f.endings}):
        group = sorted(
            (each for each in f.endings if each.stage == stage),
            key=lambda each: (each.term_to, each.pair),
        )
        title = f"任期届满（{stage.label}）{len(group)} 人"
        who, pairs = named([each.who for each in group]), tuple(each.pair for each in group)
        due = group[0].term_to
        found.append(Todo("renew_term", title, who, "placements", "办理", due, pairs))
    return found


def _postings_to_change(f: Figures) -> list[Todo]:
    return [
        Todo("follow_up", f"{gone.act}：{gone.why}", gone.who, "placements", "办理")
        for gone in f.gone
    ]


def _papers_to_finish(f: Figures) -> list[Todo]:
    found = []
    if f.signed:
        title = f"组织委任 {f.signed} 人"
        found.append(Todo("appoint", title, named(f.ready_to_appoint), "placements", "委任"))
    to_sign = f.consented + f.drafted
    if to_sign:
        title = f"签订协议 {to_sign} 份"
        found.append(
            Todo(
                "sign",
                title,
                named((*f.ready_to_sign, *f.awaiting_signature)),
                "placements",
                "签订",
            )
        )
    if f.letters_unprinted and f.posted:
        detail = f"{f.year} 年共 {f.posted} 份"
        found.append(Todo("print_letters", "打印委任书", detail, "placements", "打印"))
    if f.appointed:
        title = f"登记到岗 {f.appointed} 人"
        found.append(Todo("start", title, named(f.ready_to_start), "placements", "登记"))
    return found


def _consents_to_get(f: Figures) -> list[Todo]:
    return [
        Todo(
            f"consent_{party.value}",
            f"登记{party.label}同意 {len(names)} 项",
            named(names),
            "placements",
            "登记",
        )
        for party in Party
        if (names := f.awaited.get(party, ()))
    ]


def _selection_to_run(f: Figures) -> list[Todo]:
    if not f.started:
        return []
    page = "selection"
    if not f.posts:
        return [Todo("add_posts", "登记岗位需求", "还没有企业提出岗位", page, "登记")]
    found = _round_to_publish(f)
    if f.unsubmitted:
        title = f"提交认可 {f.unsubmitted} 对"
        found.append(Todo("submit", title, f"最近一次匹配配上 {f.matched} 岗", page, "查看"))
    if not f.runs:
        found.extend(_wishes_to_collect(f))
        detail = f"{f.posts} 个岗位，{f.available} 名可选派人员"
        found.append(Todo("match", "运行匹配", detail, page, "匹配"))
    return found


def _round_to_publish(f: Figures) -> list[Todo]:
    """Posts and people are made public before anybody has wished."""
    if f.published_on or f.runs or f.wished_posts or f.wished_talents:
        return []
    bare = f"，{len(f.bare_posts)} 个还没有写全" if f.bare_posts else ""
    detail = f"{f.posts} 个岗位{bare}，{f.available} 名可选派人员"
    return [Todo("publish", "公布岗位和人才", detail, "selection", "公布")]


def _wishes_to_collect(f: Figures) -> list[Todo]:
    found, due = [], f.wishes_due
    if f.wished_posts < f.posts:
        detail = f"还有 {f.posts - f.wished_posts} 个岗位没有意愿"
        found.append(Todo("wishes_posts", "登记企业意愿", detail, "selection", "登记", due))
    if f.wished_talents < f.available:
        detail = f"还有 {f.available - f.wished_talents} 人没有意愿"
        found.append(Todo("wishes_talents", "登记个人意愿", detail, "selection", "登记", due))
    return found


def _pools_to_fill(f: Figures) -> list[Todo]:
    found = []
    if f.terms_due:
        detail = f"{f.terms_due} 个组织本届任期将满或已逾期"
        found.append(Todo("terms_due", "换届到期", detail, "organizations", "查看"))
    if f.due_to_found:
        detail = f"{f.due_to_found} 家达到成立党支部的党员人数而未组建"
        found.append(Todo("due_to_found", "应建未建", detail, "enterprises", "查看"))
    if f.undecided:
        detail = f"{f.undecided} 家单位未定是否非公有制"
        found.append(Todo("undecided", "核对所有制", detail, "enterprises", "查看"))
    return found
