"""Schemes and subjects made up by chance, the awkward ones more often than life has them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from random import Random

from partydesk.domain.evaluation.inputs import Given, Inputs, Marked, Share, Tally
from partydesk.domain.evaluation.kinds import Datum, Judged, Measure, Rounding, RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import (
    Component,
    Grade,
    Option,
    Question,
    Scheme,
    Scorer,
    SpecialRule,
    VoterClass,
)

_LADDERS = (
    ("优秀", "称职", "基本称职", "不称职"),
    ("好", "较好", "一般", "差"),
    ("合格", "不合格"),
    ("甲", "乙", "丙", "丁", "戊"),
)


def _tenths(random: Random, low: int, high: int) -> Decimal:
    """Give whole figures often, halves and tenths and hundredths now and then."""
    digits = random.choice((0, 0, 1, 2))
    return Decimal(random.randint(low * 10**digits, high * 10**digits)).scaleb(-digits)


def random_scheme(random: Random) -> Scheme:
    """Make up a scheme without faults."""
    weights = _weights(random, random.randint(1, 5))
    ladder = random.choice(_LADDERS)
    return Scheme(
        name="随机方案",
        judged=random.choice(list(Judged)),
        components=tuple(_component(random, *each) for each in enumerate(weights)),
        grades=_grades(random, ladder),
        rules=_rules(random, ladder),
        quota_rounding=random.choice(list(Rounding)),
        ties_share=random.random() < 0.5,
        digits=random.randint(0, 4),
        rounding=random.choice(list(Rounding)),
        least_weight=random.choice((Decimal(0), Decimal(60), Decimal("33.3"), weights[0])),
        least_months=random.choice((0, 6)),
        least_valid=random.choice((0, 0, 3)),
    )


def _weights(random: Random, number: int) -> list[Decimal]:
    """Cut 100 into parts, some of them such as 12.5 and 33.3."""
    cuts = sorted(random.sample(range(1, 200), number - 1))
    unit = random.choice((Decimal("0.5"), Decimal("0.5"), Decimal("0.45")))
    places = [Decimal(0), *(cut * unit for cut in cuts), Decimal(100)]
    return [after - before for before, after in itertools.pairwise(places)]


def _component(random: Random, number: int, weight: Decimal) -> Component:
    scored_by = random.choice(list(ScoredBy))
    key, name = f"c{number}", f"项目{number}"
    if scored_by is ScoredBy.DATA:
        return Component(key, name, weight, scored_by, datum=Datum.REPORTS)
    shares = [Decimal(random.choice((1, 20, 30, 50))) for _ in range(random.randint(1, 3))]
    if scored_by is ScoredBy.POINTS:
        scorers = tuple(
            Scorer(f"打分人{place}", share, of_unit=random.random() < 0.5)
            for place, share in enumerate(shares)
        )
        return Component(key, name, weight, scored_by, scorers=scorers)
    voters = tuple(
        VoterClass(f"v{place}", f"投票人{place}", share) for place, share in enumerate(shares)
    )
    questions = tuple(
        _question(random, place, counted=place == 0 or random.random() < 0.8)
        for place in range(random.randint(1, 4))
    )
    return Component(key, name, weight, scored_by, voters=voters, questions=questions)


def _question(random: Random, place: int, *, counted: bool) -> Question:
    options = [
        Option("a", "满意", Decimal(100)),
        Option("b", "基本满意", _tenths(random, 60, 90)),
        Option("c", "不满意", _tenths(random, 0, 50)),
    ]
    if random.random() < 0.7:
        options.insert(random.randint(0, 3), Option("d", "不了解", None))
    return Question(f"q{place}", f"=题目{place}", tuple(options), counted=counted)


def _grades(random: Random, ladder: tuple[str, ...]) -> tuple[Grade, ...]:
    points = sorted(random.sample(range(1, 100), len(ladder) - 1), reverse=True)
    upper = [
        Grade(
            word,
            least + random.choice((Decimal(0), Decimal("0.25"))),
            percent=random.choice((None, Decimal(20), Decimal("33.3"), Decimal(50))),
            commended=random.random() < 0.5,
        )
        for word, least in zip(ladder, points, strict=False)
    ]
    return (*upper, Grade(ladder[-1], Decimal(0), measure=random.choice((None, *Measure))))


def _rules(random: Random, ladder: tuple[str, ...]) -> tuple[SpecialRule, ...]:
    rules = [
        SpecialRule("veto", "一票否决", RuleKind.CAP, at_most=ladder[-1]),
        SpecialRule("cap", "通报批评", RuleKind.CAP, at_most=random.choice(ladder)),
        SpecialRule("bonus", "受表彰", RuleKind.BONUS, limit=_tenths(random, 1, 6)),
        SpecialRule("more", "有创新", RuleKind.BONUS, limit=_tenths(random, 1, 3)),
        SpecialRule("minus", "材料失实", RuleKind.DEDUCTION, limit=_tenths(random, 1, 40)),
    ]
    return tuple(rule for rule in rules if random.random() < 0.7)


def random_inputs(random: Random, scheme: Scheme) -> Inputs:
    """Make up what is known about somebody: much is missing, halves and equals are frequent."""
    points: dict[str, list[Given]] = {}
    tallies: dict[str, list[Tally]] = {}
    shares: dict[str, Share] = {}
    most = random.choice((100, 100, 100, 100, 5))  # some have so little that a deduction ends at 0
    for component in scheme.components:
        if random.random() < 0.15:
            continue
        if component.scored_by is ScoredBy.POINTS:
            points[component.key] = _given(random, component, most)
        elif component.scored_by is ScoredBy.BALLOTS:
            tallies[component.key] = _tallies(random, component)
        else:
            due = random.choice((0, 8, 12, 33, 80))
            reached = random.randint(0, (due + 1) * most // 100)
            shares[component.key] = Share(Decimal(reached), Decimal(due), f"应 {due} 实 {reached}")
    rules = [rule.key for rule in scheme.rules]
    return Inputs(
        points=points,
        tallies=tallies,
        shares=shares,
        marks=[
            Marked(random.choice([*rules, "gone"]), "因", _tenths(random, 0, 7))
            for _ in range(random.choice((0, 0, 1, 3)))
        ],
        months=random.choice((None, 12, 12, 6, 5)),
        left_out=random.choice(("",) * 9 + ("=长期病假",)),
    )


def _given(random: Random, component: Component, most: int) -> list[Given]:
    return [
        Given(
            scorer.name,
            random.choice((None, *(Decimal(most) * 9 / 10, _tenths(random, 0, most)) * 3)),
            unit=f"企业{place}" if scorer.of_unit else None,
        )
        for scorer in component.scorers
        if random.random() < 0.85
        for place in range(random.randint(1, 3) if scorer.of_unit else 1)
    ]  # fmt: skip


def _tallies(random: Random, component: Component) -> list[Tally]:
    """Ballots of the classes in one or two units each."""
    return [
        _tally(random, component, voters.key)
        for voters in component.voters
        if random.random() < 0.85
        for _ in range(random.randint(1, 2))
    ]


def _tally(random: Random, component: Component, voters: str) -> Tally:
    valid = random.choice((0, 1, 2, 8, 16, 28, 40))
    invalid, kept = random.randint(0, 2), random.randint(0, 3)
    counts: dict[str, dict[str, int]] = {}
    for question in component.questions:
        left = valid - random.choice((0, 0, 0, min(valid, 2)))
        counts[question.key] = {}
        for option in question.options:
            ticked = random.randint(0, left)
            counts[question.key][option.key] = ticked
            left -= ticked
    return Tally(voters, valid + invalid + kept, valid + invalid, invalid, counts)


def random_subjects(random: Random, scheme: Scheme, number: int) -> list[tuple[str, Inputs]]:
    """Make up subjects in groups; some are like the one before, so that they stand equal."""
    found: list[tuple[str, Inputs]] = []
    for _ in range(number):
        group = random.choice(("书记", "指导员"))
        like = found and random.random() < 0.25
        found.append((group, found[-1][1] if like else random_inputs(random, scheme)))
    return found
