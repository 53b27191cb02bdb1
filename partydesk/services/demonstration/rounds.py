"""One whole round of the fictional banner: posts, wishes, matching, consents, signing, letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PostRow
from partydesk.domain.certificates import CertificateKind
from partydesk.domain.enterprises import Enterprise, PartyOrganization, Standing
from partydesk.domain.listing import Query
from partydesk.domain.placements import Action, Order, Party, Placement
from partydesk.domain.progress import Progress, silent
from partydesk.domain.selection import Post, Role, Ruling, Side
from partydesk.domain.talents import PoolState, Source, Talent
from partydesk.services.certificates import Order as Certificates
from partydesk.services.certificates import issue_certificates, possible_holders
from partydesk.services.consultations import save_consultation
from partydesk.services.demonstration.diary import acting_as_clerk, moment, turn_to, workday
from partydesk.services.demonstration.invented import Draw, words
from partydesk.services.demonstration.opinions import Form, Opinions, opinions_of
from partydesk.services.matching import Run, run_matching
from partydesk.services.notices import draft_notice, issue_notice, pairs_to_announce
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.pools import find_records
from partydesk.services.rounds import publish_round
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import find_post, list_posts, open_round, round_row, write_post
from partydesk.services.wishes import save_wishes, suggest_wishes, write_wish
from partydesk.services.workspace import Workspace

#: Of six units in the pool five ask for somebody.
_ASKING, _IN_POOL = 5, 6
#: A register of so many units is small: half of them can ask.
_SMALL = 60
#: From so many posts on the round also shows what goes wrong.
_FULL_ROUND = 10
_APPROVED = (Source.RESERVE, Source.SERVING)
_APPROVALS = 6
_STEPS = 13
_LATE = 2  # so many are still awaited at their enterprises
#: So many pairs have talks on record.
_TALKED_ABOUT = 6
#: How many the program suggests to those who said nothing.
_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What came of the round.

    Attributes:
        posts: How many posts.
        wishes: How many wishes were entered; those suggested are not among them.
        suggested: How many wishes the program suggested.
        pairs: How many pairs the accepted run had.
        withdrawn: How many of them were withdrawn.
        unfilled: Reason for each post that nobody took.
        agreements: Numbers of the agreements.
        letters: Numbers of the letters.
        notice: Number of the notice that announces everybody; None where nobody was appointed.
    """

    posts: int = 0
    wishes: int = 0
    suggested: int = 0
    pairs: int = 0
    withdrawn: int = 0
    unfilled: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    notice: str | None = None


def pool_for(posts: int | None, talents: int, enterprises: int) -> int:
    """Tell how many units must be 在库 so that so many posts are asked for.

    Args:
        posts: Wanted posts; None for half as many as units up to sixty and one for every forty
            more (the 企业库 is a choice, not the register), at most three for four people.
        talents: How many people there are.
        enterprises: How many units there are.
    """
    usual = min(enterprises, _SMALL) // 2 + max(enterprises - _SMALL, 0) // 40
    wanted = min(usual, talents * 3 // 4) if posts is None else posts
    return min(wanted + -(-wanted // _ASKING), enterprises)


def run_demonstration(
    workspace: Workspace, year: int, progress: Progress = silent, *, seed: int = 1
) -> RoundFigures:
    """Run the round of the fictional banner from opening it to the letters.

    Args:
        workspace: As :func:`~partydesk.services.demonstration.make_demonstration` left it.
        year: The year to play.
        progress: Told how far it is; may cancel between two actions, which stay.
        seed: The same seed gives the same wishes.

    Raises:
        RuleViolation: The year has a round already.
        Cancelled: The user asked to stop.
    """
    with acting_as_clerk(workspace):
        return _Play(workspace, year, Draw(seed, "round"), progress).whole()


@dataclass(frozen=True, slots=True)
class _Play:
    """The round, act by act."""

    workspace: Workspace
    year: int
    draw: Draw
    progress: Progress

    def whole(self) -> RoundFigures:
        """Play it all; a banner too small for a round stops where nothing more can be done."""
        self._turn(0, "开启双向选择", 3, 2)
        open_round(self.workspace, self.year, str(words("round")["title"]).format(year=self.year))
        people = self._people()
        posts = self._posts()
        figures = RoundFigures(posts=len(posts))
        if not posts or not people:
            return figures
        self._publish()
        opinions = opinions_of(self.draw, posts, people, odd=len(posts) >= _FULL_ROUND)
        wishes, suggested = self._wishes(opinions)
        run = self._match(opinions)
        unfilled = tuple(run.reasons[key] for key in _left_over(run))
        if not run.pairs:
            return RoundFigures(len(posts), wishes, suggested, unfilled=unfilled)
        pairs = self._accept()
        self._talk(pairs)
        going = self._consents(pairs, people)
        agreements, letters = self._papers()
        notice = self._announce()
        self._begin()
        self._train()
        return RoundFigures(
            posts=len(posts),
            wishes=wishes,
            suggested=suggested,
            pairs=len(pairs),
            withdrawn=len(pairs) - len(going),
            unfilled=unfilled,
            agreements=agreements,
            letters=letters,
            notice=notice,
        )

    def _turn(self, step: int, what: str, month: int, day: int, hour: int = 9) -> None:
        """Go on to another day and tell how far it is."""
        self.progress(step, _STEPS, what)
        turn_to(self.workspace, moment(self.year, month, day, hour))

    def _people(self) -> list[Talent]:
        """Everybody who can be sent, as entered."""
        query = Query(filters={"state": (PoolState.AVAILABLE.value,)})
        return sorted(find_records(self.workspace, "talents", query).rows, key=_number)

    def _posts(self) -> tuple[Post, ...]:
        """Let the largest units of the pool ask for people."""
        self._turn(1, "登记岗位需求", 3, 6)
        query = Query(filters={"standing": (Standing.IN_POOL.value,)})
        units = sorted(find_records(self.workspace, "enterprises", query).rows, key=_number)
        count = len(units) * _ASKING // _IN_POOL
        # Two large units ask for two people each, so that a unit with two posts is seen.
        twice = 2 if count >= _FULL_ROUND else 0
        # The longest name should be seen on a letter.
        units.sort(key=lambda unit: (-len(unit.name), _number(unit)))
        asking = [*units[:1], *self.draw.sample(units[1:], max(count - twice - 1, 0))][:count]
        asking += sorted(asking, key=lambda unit: (-(unit.staff or 0), unit.id))[:twice]
        with self.workspace.unit_of_work("save_posts", f"登记岗位需求 {count} 个") as uow:
            parent = round_row(uow.session, self.year)
            for unit in sorted(asking, key=_number):
                self._write_post(uow.session, parent.id, unit)
            uow.commit()
        return list_posts(self.workspace, self.year)

    def _publish(self) -> None:
        """Make posts and people public; both sides have a fortnight."""
        self._turn(1, "公布", 3, 9)
        due = workday(self.year, 3, 20)
        publish_round(self.workspace, self.year, self.workspace.today(), due)

    def _write_post(self, session: Session, round_id: int, unit: Enterprise) -> None:
        """Let one unit ask."""
        data = words("round")
        wants = list(cast("dict[str, list[str]]", data["wants"])[_section(unit)])
        if unit.party_organization is not PartyOrganization.OWN:
            wants += cast("list[str]", data["party_wants"])
        specialties = tuple(self.draw.sample(wants, self.draw.choice((0, 1, 2, 2, 3))))
        note = self.draw.choice(cast("list[str]", data["notes"])) or None
        role = self._role(unit)
        if find_post(session, round_id, _number(unit), role) is not None:
            role = Role.DEPUTY
        row = session.get_one(EnterpriseRow, _number(unit))
        values = {"specialties": specialties, "note": note, **self._conditions(unit)}
        write_post(session, PostRow(round_id=round_id), row, role, values)

    def _conditions(self, unit: Enterprise) -> dict[str, object]:
        """What some units offer and insist on; drawn apart, so that the rest stays as it was."""
        draw = Draw(_number(unit), "conditions")
        values: dict[str, object] = {"musts": ("正式党员",)} if draw.happens(40) else {}
        if draw.happens(25):
            values["languages"] = ("蒙古语",)
        if draw.happens(60):
            values["room"] = draw.choice(("厂区办公楼", "合作社会议室", "党群活动室"))
            values["funds"] = draw.choice(("每年 3000 元", "每年 5000 元", "实报实销"))
        if draw.happens(30):
            values["attendance_days"] = draw.choice((3, 4, 5))
        return values

    def _role(self, unit: Enterprise) -> Role:
        """A unit with a branch asks for its secretary, one without for somebody to found it."""
        if unit.party_organization is PartyOrganization.OWN:
            return Role.SECRETARY
        if unit.party_organization is PartyOrganization.JOINT:
            return self.draw.choice((Role.INSTRUCTOR, Role.SECRETARY))
        return Role.INSTRUCTOR

    def _wishes(self, opinions: Opinions) -> tuple[int, int]:
        """Enter the forms of both sides and fill the silence of some."""
        count = 0
        for side, day in ((Side.ENTERPRISE, 12), (Side.PERSON, 17)):
            self._turn(2 if side is Side.ENTERPRISE else 3, f"登记{side}意愿", 3, day)
            count += self._enter(side, opinions.of(side))
        self._turn(4, "建议意愿", 3, 19)
        suggested, _ = suggest_wishes(self.workspace, self.year, _SUGGESTED)
        for side, own in opinions.unpersuaded:
            # These said that they leave it to the office: the suggestion is taken out again.
            save_wishes(self.workspace, self.year, side, own, {})
        return count, suggested

    def _enter(self, side: Side, forms: Mapping[int, Form]) -> int:
        """Enter all forms of one side as one action; give the number of wishes."""
        label = f"登记{side}意愿 {len(forms)} 份"
        with self.workspace.unit_of_work("save_wishes", label) as uow, uow.session.no_autoflush:
            parent = round_row(uow.session, self.year)
            for own, form in forms.items():
                for other, (attitude, rank) in form.items():
                    post, talent = (own, other) if side is Side.ENTERPRISE else (other, own)
                    write_wish(uow.session, parent.id, side, post, talent, attitude, rank)
            uow.commit()
        return sum(map(len, forms.values()))

    def _match(self, opinions: Opinions) -> Run:
        """Match, look at the result, rule two pairs, match again."""
        self._turn(5, "运行匹配", 3, 23)
        run, _ = run_matching(self.workspace, self.year)
        if opinions.locked is not None:
            rule_pair(self.workspace, *opinions.locked, Ruling.LOCKED)
        if opinions.forbidden is not None:
            rule_pair(self.workspace, *opinions.forbidden, Ruling.FORBIDDEN)
        if opinions.locked or opinions.forbidden:
            self._turn(6, "再次匹配", 3, 24)
            run, _ = run_matching(self.workspace, self.year, goal="most")
        return run

    def _accept(self) -> tuple[Placement, ...]:
        """Take the newest run into the procedure."""
        self._turn(7, "提交认可", 3, 25)
        pairs, _ = accept_run(self.workspace, self.year)
        return pairs

    def _talk(self, pairs: Sequence[Placement]) -> None:
        """Record whom the office asked about the first pairs; of some a word is still missing."""
        self._turn(7, "登记沟通", 3, 26)
        talks = cast("list[dict[str, str]]", words("round")["talks"])
        for place, pair in enumerate(pairs[:_TALKED_ABOUT]):
            for talk in talks[: len(talks) - place % 2]:
                texts = {**talk, "held_on": self.workspace.today().isoformat()}
                save_consultation(self.workspace, None, pair.post_id, pair.talent_id, texts)

    def _consents(self, pairs: Sequence[Placement], people: Sequence[Talent]) -> list[Placement]:
        """Enter everybody's consent; one person cannot go after all."""
        self._turn(8, "登记企业同意", 3, 27)
        self._consent(Party.ENTERPRISE, pairs)
        self._turn(9, "登记个人同意", 3, 30)
        going = list(pairs)
        if len(pairs) >= _FULL_ROUND:
            self._withdraw(going.pop(self.draw.randrange(2, len(pairs))))
        self._consent(Party.PERSON, going)
        self._turn(10, "登记所在单位同意", 4, 1)
        self._unit_consents(going, {person.id or 0: person for person in people})
        self._turn(11, "登记党工委同意", 4, 8)
        self._consent(Party.COMMITTEE, going)
        return going

    def _consent(
        self, party: Party, pairs: Sequence[Placement], approval: str | None = None
    ) -> None:
        """Enter one party's consent to some pairs, on the day it is."""
        if pairs:
            order = Order(self.workspace.today(), party=party, approval=approval)
            act(self.workspace, self.year, Action.CONSENT, order, [pair.id for pair in pairs])

    def _withdraw(self, pair: Placement) -> None:
        """Take a pair out of the procedure."""
        order = Order(self.workspace.today(), why=str(words("round")["withdrawn"]))
        act(self.workspace, self.year, Action.WITHDRAW, order, [pair.id])

    def _unit_consents(self, pairs: Sequence[Placement], people: dict[int, Talent]) -> None:
        """Units agree; those in service bring an approval number, all but the last of them."""
        needing = [pair for pair in pairs if Party.UNIT in pair.needed]
        serving = [pair for pair in needing if people[pair.talent_id].source in _APPROVED]
        for number, batch in enumerate(_shared_out(serving[:-1], _APPROVALS)):
            turn_to(self.workspace, moment(self.year, 4, 1 + number // 2))
            approval = str(words("round")["approval"]).format(year=self.year, number=11 + number)
            self._consent(Party.UNIT, batch, approval)
        turn_to(self.workspace, moment(self.year, 4, 3))
        others = [pair for pair in needing if pair not in serving]
        self._consent(Party.UNIT, [*others, *serving[-1:]])

    def _papers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Sign in one ceremony, and appoint on the same day."""
        self._turn(12, "签订协议、组织委任", 4, 15)
        day = workday(self.year, 4, 15)
        signed = act(self.workspace, self.year, Action.SIGN, Order(day))
        appointed = act(self.workspace, self.year, Action.APPOINT, Order(day))
        return signed.numbers, appointed.numbers

    def _begin(self) -> None:
        """Nearly everybody comes to the enterprise the next day; one agreement is amended."""
        self._turn(13, "登记到岗", 4, 16)
        day = workday(self.year, 4, 16)
        pairs = [pair.id for pair in list_placements(self.workspace, self.year)]
        came = pairs[: len(pairs) - _LATE] or pairs
        act(self.workspace, self.year, Action.START, Order(day), came)
        note = "丙方每月到乙方工作的天数改为不少于五天"
        act(self.workspace, self.year, Action.AMEND, Order(day, note=note), came[:1])

    def _announce(self) -> str | None:
        """One notice announces everybody who was appointed."""
        pairs = pairs_to_announce(self.workspace, self.year)
        if not pairs:
            return None
        number, _ = issue_notice(self.workspace, pairs, draft_notice(self.workspace, pairs))
        return number

    def _train(self) -> None:
        """Everybody who was sent has a certificate of the training before the posting."""
        pairs = list_placements(self.workspace, self.year)
        people = {holder.talent_id: holder for holder in possible_holders(self.workspace)}
        trained = dict.fromkeys(people[pair.talent_id] for pair in pairs if pair.letter_number)
        if trained:
            said = cast("dict[str, str]", words("round")["training"])
            texts = {name: text.format(year=self.year) for name, text in said.items()}
            day = workday(self.year, 4, 16)
            order = Certificates(CertificateKind.TRAINING, tuple(trained), texts, day)
            issue_certificates(self.workspace, order)


def _number(record: Talent | Enterprise) -> int:
    """记录号 of a stored record."""
    return record.id or 0


def _section(unit: Enterprise) -> str:
    """Section of the industry whose wishes for people are known; else co-operatives' own."""
    section = unit.industry.name if unit.industry else "A"
    return section if section in cast("dict[str, list[str]]", words("round")["wants"]) else "A"


def _left_over(run: Run) -> list[str]:
    """Keys of the posts that the run left unfilled."""
    return [str(key) for key in run.result["unfilled"]]


def _shared_out(pairs: Sequence[Placement], parts: int) -> list[list[Placement]]:
    """Deal pairs out into so many heaps, leaving out empty ones."""
    return [heap for heap in (list(pairs[start::parts]) for start in range(parts)) if heap]
