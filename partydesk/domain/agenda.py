"""The year at the desk: how far each step is, and what is to be done next.

Pure rules over counted figures; the counting is the service's. The order of the steps is that of
the procedure: 建库 → 需求 → 意愿 → 匹配 → 认可 → 签约 → 委任.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from partydesk.domain.placements import Party, Stage

_NOT_YET = "未开始"
_NAMED = 3  # so many names are written out before 等 n 个


class Progress(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year.

    Attributes:
        key: Stable English word.
        title: Its name on screen.
        state: How far it is; at most one step is current.
        figure: What there is to say of it, such as 28/30 岗.
    """

    key: str
    title: str
    state: Progress
    figure: str


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
    """

    key: str
    title: str
    detail: str
    page: str
    act: str
    due: dt.date | None = None
    pairs: tuple[int, ...] = ()


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
class Figures:
    """What is counted for a year.

    Attributes:
        year: The year.
        talents: People who have not left the pool.
        available: Those who can be sent now.
        enterprises: Units that have not been struck off the register.
        in_pool: Units that are 在库.
        undecided: Units whose ownership is not settled.
        operating: Units in normal operation; the denominator of the coverage.
        own: Operating units with an organization of their own.
        joint: Operating units in a joint organization.
        due_to_found: Operating units without one that have enough full members for a branch.
        organizations: Organizations of the register that exist.
        terms_due: Those of them whose term ends soon or is over.
        round_open: Whether the year's round is open.
        posts: Posts asked for.
        wished_posts: Posts about which the enterprise has said something.
        wished_talents: People of ``available`` who have said something.
        runs: Runs of the matcher.
        matched: Pairs of the newest run.
        unsubmitted: Those of them that are not in the procedure.
        proposed: Pairs in the procedure whose consents are not complete.
        consented: Pairs ready to sign.
        drafted: Pairs whose agreement waits for signatures.
        signed: Pairs with an agreement and no letter.
        appointed: Pairs with a letter whose person has not come to the enterprise yet.
        on_post: Pairs whose person is at work.
        awaited: Party → names of those for whom its consent is missing (enterprises for the
            enterprise's own, people for the others).
        ready_to_sign: People of ``consented``.
        ready_to_appoint: People of ``signed``.
        letters_unprinted: Whether letters were issued after the last printing.
        ready_to_start: People of ``appointed``.
        endings: Terms that end soon or are over and were not put off.
        gone: Pairs whose unit or person is gone.
    """

    year: int
    talents: int = 0
    available: int = 0
    enterprises: int = 0
    in_pool: int = 0
    undecided: int = 0
    operating: int = 0
    own: int = 0
    joint: int = 0
    due_to_found: int = 0
    organizations: int = 0
    terms_due: int = 0
    round_open: bool = False
    posts: int = 0
    wished_posts: int = 0
    wished_talents: int = 0
    runs: int = 0
    matched: int = 0
    unsubmitted: int = 0
    proposed: int = 0
    consented: int = 0
    drafted: int = 0
    signed: int = 0
    appointed: int = 0
    on_post: int = 0
    awaited: Mapping[Party, Sequence[str]] = field(default_factory=dict)
    ready_to_sign: Sequence[str] = ()
    ready_to_appoint: Sequence[str] = ()
    letters_unprinted: bool = False
    ready_to_start: Sequence[str] = ()
    endings: Sequence[Ending] = ()
    gone: Sequence[Gone] = ()

    @property
    def live(self) -> int:
        """Pairs in the procedure, whatever their state."""
        return self.proposed + self.consented + self.drafted + self.agreed

    @property
    def agreed(self) -> int:
        """Pairs with a signed agreement."""
        return self.signed + self.posted

    @property
    def posted(self) -> int:
        """Pairs with a letter."""
        return self.appointed + self.on_post

    @property
    def started(self) -> bool:
        """Whether both pools are filled and the round is open, so that the guide can go."""
        return bool(self.available and self.in_pool and self.round_open)


def steps_of(figures: Figures) -> tuple[Step, ...]:
    """Say how far each step is; the first unfinished one is current."""
    f = figures
    agreed = f.consented + f.drafted + f.agreed
    agreements = f.agreed
    rows = (
        (
            "pools",
            "摸排建库",
            bool(f.in_pool and f.available),
            f"{f.in_pool} 家 · {f.available} 人",
        ),
        ("posts", "岗位需求", f.posts > 0, f"{f.posts} 岗" if f.posts else _NOT_YET),
        ("wishes", "双向意愿", _wishes_done(f), _wishes_figure(f)),
        (
            "matching",
            "匹配",
            bool(f.live and not f.unsubmitted),
            f"{f.matched}/{f.posts} 岗" if f.runs else _NOT_YET,
        ),
        (
            "consents",
            "各方认可",
            bool(f.live and not f.proposed),
            f"{agreed}/{f.live} 对" if f.live else _NOT_YET,
        ),
        (
            "agreements",
            "签订协议",
            bool(f.live and agreements == f.live),
            f"{agreements} 份" if agreements else _NOT_YET,
        ),
        (
            "letters",
            "组织委任",
            bool(f.live and f.posted == f.live),
            f"{f.posted} 份" if f.posted else _NOT_YET,
        ),
    )
    steps, current = [], True
    for key, title, done, figure in rows:
        state = Progress.DONE if done else Progress.CURRENT if current else Progress.TODO
        current = current and done
        steps.append(Step(key, title, state, figure))
    return tuple(steps)


def _wishes_done(f: Figures) -> bool:
    """Everybody has spoken, or the office went on to matching without waiting."""
    everybody = f.posts > 0 and f.wished_posts >= f.posts and f.wished_talents >= f.available
    return everybody or f.runs > 0


def _wishes_figure(f: Figures) -> str:
    if not f.posts:
        return _NOT_YET
    return f"{f.wished_posts}/{f.posts} 岗 · {f.wished_talents}/{f.available} 人"


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
        found.append(Todo("sign", title, named(f.ready_to_sign), "placements", "签订"))
    if f.letters_unprinted:
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
    found = []
    if f.unsubmitted:
        title = f"提交认可 {f.unsubmitted} 对"
        found.append(Todo("submit", title, f"最近一次匹配配上 {f.matched} 岗", page, "查看"))
    if not f.runs:
        found.extend(_wishes_to_collect(f))
        detail = f"{f.posts} 个岗位，{f.available} 名可选派人员"
        found.append(Todo("match", "运行匹配", detail, page, "匹配"))
    return found


def _wishes_to_collect(f: Figures) -> list[Todo]:
    found = []
    if f.wished_posts < f.posts:
        detail = f"还有 {f.posts - f.wished_posts} 个岗位没有意愿"
        found.append(Todo("wishes_posts", "登记企业意愿", detail, "selection", "登记"))
    if f.wished_talents < f.available:
        detail = f"还有 {f.available - f.wished_talents} 人没有意愿"
        found.append(Todo("wishes_talents", "登记个人意愿", detail, "selection", "登记"))
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


def named(names: Sequence[str]) -> str:
    """Name the first few and count the rest."""
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} 等 {len(names)} 个"
