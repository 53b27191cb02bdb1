"""The fits of a whole round beside what the round's board cost before.

Job: every person is held against every post, as the matching board and the matcher need it. The
earlier way wrote each part in words for each pair; it is kept here as it was, four parts only,
to be measured beside the present one with its eight parts. The floor adds up as many whole numbers
for each pair as there are parts and does nothing else. Times are processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time

from partydesk.domain.enterprises import Industry
from partydesk.domain.fit import FitTable
from partydesk.domain.person_history import Person, person_of
from partydesk.domain.policy import Policy, policy_from
from partydesk.domain.selection import Post, Role
from partydesk.domain.talents import Engagement, Talent
from partydesk.services.policies import default_rules

SIZES = ((300, 200), (150, 1000))
"""Posts and people."""

ROUNDS = 5
_WORDS = ["党务工作", "财务会计", "法律事务", "农牧技术", "安全生产", "企业管理", "市场营销"]
_PLACES = [f"{name}镇" for name in "新惠四家子贝子府长胜下洼"]


def draw(posts: int, people: int, seed: int = 1) -> tuple[list[Post], list[Talent], Policy]:
    """Draw a round of nobody's posts and people."""
    random = Random(seed)
    industries = list(Industry)
    asked = [
        Post(
            id=number, enterprise_id=number, enterprise=f"第{number}厂", role=Role.INSTRUCTOR,
            specialties=tuple(random.sample(_WORDS, random.randint(0, 3))),
            township=random.choice(_PLACES), industry=random.choice(industries),
            musts=("专长", "专职") if number % 5 == 0 else (),
        )
        for number in range(1, posts + 1)
    ]  # fmt: skip
    sent = [
        Talent(
            id=number, name=f"第{number}人", engagement=random.choice(list(Engagement)),
            specialties=tuple(random.sample(_WORDS, random.randint(0, 4))),
            townships=tuple(random.sample(_PLACES, random.randint(0, 3))),
            industries=tuple(i.value for i in random.sample(industries, random.randint(0, 2))),
            unit_post="旗某局第一科副科长", ability="从事农牧和财务工作多年" * 5, capacity=2,
        )
        for number in range(1, people + 1)
    ]  # fmt: skip
    return asked, sent, policy_from(default_rules("塔林旗"), 2026)


def earlier(posts: list[Post], talents: list[Talent], policy: Policy) -> int:
    """Judge as before: four parts in words for each pair, kept whole."""
    kept = {}
    for post in posts:
        for talent in talents:
            shared = [word for word in post.specialties if word in talent.specialties]
            missing = f"专长：没有所需的{'、'.join(post.specialties)}"
            place = post.township or "所在地未填"
            goes = not talent.townships or post.township in talent.townships
            whole = talent.engagement is Engagement.FULL_TIME
            kept[post.id, talent.id] = (
                (f"专长：{'、'.join(shared)}" if shared else missing,
                 policy.weight_specialty * len(shared) // max(len(post.specialties), 1)),
                (f"愿去{place}" if goes else f"未表示愿去{place}", policy.weight_township * goes),
                ("专职" if whole else "兼职", policy.weight_engagement // (1 if whole else 2)),
                (f"现驻 0 家，还可驻 {talent.seats} 家", policy.weight_workload),
            )  # fmt: skip
    return len(kept)


def present(posts: list[Post], talents: list[Talent], policy: Policy) -> int:
    """Judge now: eight parts and the must-haves, words left until somebody looks."""
    people: list[Person] = [person_of(talent) for talent in talents]
    table = FitTable(posts, people, policy)
    for post in posts:
        for talent in talents if post.musts else ():
            table.failed(post.id or 0, talent.id or 0)
    return sum(len(table.scores(post.id or 0)) for post in posts)


def floor(posts: list[Post], talents: list[Talent], policy: Policy) -> int:
    """Add up eight whole numbers for each pair."""
    column = [policy.weight_township] * len(talents)
    columns = [column] * 8
    return sum(len(list(map(sum, zip(*columns, strict=True)))) for _ in posts)


CONTESTANTS: dict[str, Callable[[list[Post], list[Talent], Policy], int]] = {
    "now: eight parts, must-haves": present,
    "before: four parts in words": earlier,
    "floor: adding up": floor,
}


def main() -> None:
    """Measure and print."""
    for posts, people in SIZES:
        asked, sent, policy = draw(posts, people)
        times: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
        for _ in range(ROUNDS):
            for name, work in CONTESTANTS.items():
                began = process_time()
                pairs = work(asked, sent, policy)
                times[name].append(process_time() - began)
                if pairs != posts * people:
                    raise SystemExit(f"{name}: {pairs} pairs instead of {posts * people}")
        print(f"{posts} posts × {people} people")
        best = median(times["now: eight parts, must-haves"])
        for name, taken in times.items():
            middle = median(taken)
            print(
                f"  {name:<32} {middle * 1000:8.1f} ms"
                f"  ({min(taken) * 1000:.1f}–{max(taken) * 1000:.1f})  {middle / best:5.2f} ×"
            )


if __name__ == "__main__":
    main()
