"""契合度: how well a person suits a post, part by part, each with its reason in words.

The fit suggests wishes where somebody has none; it never overrules a wish.
"""

from __future__ import annotations

from dataclasses import dataclass

from partydesk.domain.policy import Policy
from partydesk.domain.selection import Post
from partydesk.domain.talents import Engagement, Talent


@dataclass(frozen=True, slots=True)
class FitPart:
    """One part of the fit.

    Attributes:
        label: What is looked at, with the reason.
        points: Points earned.
        of: Points that could be earned (a weight of the year's policy).
    """

    label: str
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a person suits a post.

    Attributes:
        parts: The parts in a fixed order.
    """

    parts: tuple[FitPart, ...]

    @property
    def score(self) -> int:
        """Share of all points in per cent, rounded half up; 0 where every weight is 0."""
        of = sum(part.of for part in self.parts)
        points = sum(part.points for part in self.parts)
        return (points * 200 + of) // (of * 2) if of else 0


def fit(talent: Talent, post: Post, policy: Policy, *, running: int) -> Fit:
    """Judge how well ``talent`` suits ``post``.

    Args:
        talent: The person.
        post: The post.
        policy: The year's weights.
        running: How many posts the person holds already.
    """
    return Fit(
        (
            _specialty(talent, post, policy.weight_specialty),
            _township(talent, post, policy.weight_township),
            _engagement(talent, policy.weight_engagement),
            _workload(talent, running, policy.weight_workload),
        )
    )


def _specialty(talent: Talent, post: Post, weight: int) -> FitPart:
    """Share of the wanted specialties that the person has."""
    if not post.specialties:
        return FitPart("专长：岗位未作要求", weight, weight)
    shared = [word for word in post.specialties if word in talent.specialties]
    if not shared:
        return FitPart(f"专长：没有所需的{'、'.join(post.specialties)}", 0, weight)
    points = weight * len(shared) // len(post.specialties)
    return FitPart(f"专长：{'、'.join(shared)}", points, weight)


def _township(talent: Talent, post: Post, weight: int) -> FitPart:
    """Whether the person goes to the post's township."""
    place = post.township or "所在地未填"
    if not talent.townships:
        return FitPart(f"乡镇不限（{place}）", weight, weight)
    if post.township in talent.townships:
        return FitPart(f"愿去{place}", weight, weight)
    return FitPart(f"未表示愿去{place}", 0, weight)


def _engagement(talent: Talent, weight: int) -> FitPart:
    """A full-time person has more time than a part-time one."""
    if talent.engagement is Engagement.FULL_TIME:
        return FitPart("专职", weight, weight)
    if talent.engagement is Engagement.PART_TIME:
        return FitPart("兼职", weight // 2, weight)
    return FitPart("专职或兼职未填", 0, weight)


def _workload(talent: Talent, running: int, weight: int) -> FitPart:
    """The fewer posts the person holds already, the better."""
    free = max(talent.seats - running, 0)
    points = weight * free // talent.seats if talent.seats else 0
    return FitPart(f"现驻 {running} 家，还可驻 {free} 家", points, weight)
