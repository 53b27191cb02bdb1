"""Calibration: what a printer does, found from where it put the marks of a printed sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.printers import Correction, Point

#: Five figures are sought and every mark gives two.
FEWEST_MARKS: Final = 3
#: How far a mark may lie from where the others say; by hand one reads to 0.2 mm.
_AGREE_MM: Final = 0.5
#: No printer puts a mark so far away; one misread a figure or the edge.
_FARTHEST_MM: Final = 40.0
_MOST_SHIFT_MM: Final = 20.0
_MOST_SCALE: Final = 0.05
_MOST_ANGLE_DEG: Final = 3.0
#: Marks in a narrower strip than this say nothing about the other direction.
_LEAST_SPREAD_MM: Final = 8.0
#: Marks lie so far inside the edges: a ruler reads them, and no printer cuts them off.
_INSET_MM: Final = 20.0
#: Paper shorter than this has room for four marks only.
_SIX_FROM_MM: Final = 140.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One mark of a calibration sheet as somebody measured it.

    Attributes:
        mark: Its number on the sheet.
        place: Where it should be.
        measured: Where it is.
    """

    mark: int
    place: Point
    measured: Point


@dataclass(frozen=True, slots=True)
class Solved:
    """What readings say about a printer.

    Attributes:
        correction: What the printer does.
        residual_mm: How far the worst mark lies from where the correction says.
    """

    correction: Correction
    residual_mm: float


def mark_places(width_mm: float, height_mm: float) -> tuple[Point, ...]:
    """Say where the marks of a calibration sheet are, in the order of their numbers.

    Near each corner, and half way along the longer edges where there is room.
    """
    inset = min(_INSET_MM, width_mm / 4, height_mm / 4)
    left, right, top, bottom = inset, width_mm - inset, inset, height_mm - inset
    if max(width_mm, height_mm) < _SIX_FROM_MM:
        return tuple(Point(x, y) for y in (top, bottom) for x in (left, right))
    if width_mm > height_mm:
        return tuple(Point(x, y) for y in (top, bottom) for x in (left, width_mm / 2, right))
    return tuple(Point(x, y) for y in (top, height_mm / 2, bottom) for x in (left, right))


def solve(readings: Sequence[Reading]) -> Solved:
    """Find what a printer does from where it put the marks, by least squares.

    Args:
        readings: At least three marks that are not in line, each once.

    Raises:
        ValidationFailed: They are too few or in line, or a reading cannot be right; the field is
            ``mark_N`` where one mark is to blame, else ``marks``.
    """
    far = {f"mark_{r.mark}": _too_far(r) for r in readings if _too_far(r)}
    if far:
        raise ValidationFailed(far)
    if len(readings) < FEWEST_MARKS:
        raise ValidationFailed(
            {"marks": f"至少要量 {FEWEST_MARKS} 处标记，现在只有 {len(readings)} 处"}
        )
    if not _spread_out(readings):
        marks = "、".join(str(r.mark) for r in readings)
        raise ValidationFailed(
            {"marks": f"第 {marks} 号标记差不多在一条直线上，算不出偏转；请再量另一侧的标记"}
        )
    correction = _fit(readings)
    worst = _worst(correction, readings)
    if worst > _AGREE_MM:
        raise ValidationFailed(_disagreement(readings))
    _check_plausible(correction)
    return Solved(correction, worst)


def _too_far(reading: Reading) -> str:
    """Say what is wrong with a reading that no printer can cause; empty for nothing."""
    (x, y), place = reading.measured, reading.place
    if not (math.isfinite(x) and math.isfinite(y)) or min(x, y) < 0:
        return f"第 {reading.mark} 号标记的读数不能小于 0，请重量"
    wrong = [
        f"{name} {value:.1f} 毫米（应在 {right:.0f} 毫米附近）"
        for name, value, right in (("距左边", x, place.x_mm), ("距上边", y, place.y_mm))
        if abs(value - right) > _FARTHEST_MM
    ]
    if not wrong:
        return ""
    return f"第 {reading.mark} 号标记{'、'.join(wrong)}不可能，请看是否量错了边或看错了号"


def _spread_out(readings: Sequence[Reading]) -> bool:
    """Whether the marks lie in no narrow strip, in whatever direction."""
    xs, ys = _centred([r.place.x_mm for r in readings]), _centred([r.place.y_mm for r in readings])
    xx, yy, xy = _dot(xs, xs), _dot(ys, ys), _dot(xs, ys)
    least = (xx + yy - math.hypot(xx - yy, 2 * xy)) / 2
    return math.sqrt(max(least, 0.0) / len(readings)) >= _LEAST_SPREAD_MM


def _fit(readings: Sequence[Reading]) -> Correction:
    """Find the five figures with the least sum of squares, in closed form.

    Turned back by the angle, across and down are two regressions of their own, and what they leave
    over is linear in cosine and sine; the best angle is the axis of a quadratic form.
    """
    places_x, places_y = [r.place.x_mm for r in readings], [r.place.y_mm for r in readings]
    across, down = [r.measured.x_mm for r in readings], [r.measured.y_mm for r in readings]
    xx, yx = _left_over(places_x, across), _left_over(places_x, down)
    yy, xy = _left_over(places_y, down), _left_over(places_y, across)
    cos2 = _dot(xx, xx) + _dot(yy, yy)
    sin2 = _dot(yx, yx) + _dot(xy, xy)
    mixed = _dot(xx, yx) - _dot(yy, xy)
    angle = math.atan2(-mixed, (sin2 - cos2) / 2) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    back_x = [cos * x + sin * y for x, y in zip(across, down, strict=True)]
    back_y = [cos * y - sin * x for x, y in zip(across, down, strict=True)]
    (scale_x, x0), (scale_y, y0) = _line(places_x, back_x), _line(places_y, back_y)
    return Correction(
        cos * x0 - sin * y0, sin * x0 + cos * y0, scale_x, scale_y, math.degrees(angle)
    )


def _centred(values: Sequence[float]) -> list[float]:
    middle = sum(values) / len(values)
    return [value - middle for value in values]


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


def _line(places: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """Give slope and beginning of the best line."""
    across = _centred(places)
    slope = _dot(across, values) / _dot(across, across)
    return slope, (sum(values) - slope * sum(places)) / len(places)


def _left_over(places: Sequence[float], values: Sequence[float]) -> list[float]:
    """Give what the best line leaves of the values."""
    slope, start = _line(places, values)
    return [value - slope * place - start for place, value in zip(places, values, strict=True)]


def _off(correction: Correction, reading: Reading) -> float:
    return math.dist(correction.printed(reading.place), reading.measured)


def _worst(correction: Correction, readings: Sequence[Reading]) -> float:
    return max(_off(correction, reading) for reading in readings)


def _disagreement(readings: Sequence[Reading]) -> dict[str, str]:
    """Name the mark without which the others agree best, and where it ought to be."""
    found: list[tuple[float, int, Reading, Correction]] = []
    for place, reading in enumerate(readings):
        rest = [*readings[:place], *readings[place + 1 :]]
        if len(rest) >= FEWEST_MARKS and _spread_out(rest):
            without = _fit(rest)
            found.append((_worst(without, rest), place, reading, without))
    if not found:
        return {"marks": "几处读数互相对不上，请全部重量一遍；多量几处才看得出是哪一处读错"}
    least, _, reading, without = min(found)
    expected = without.printed(reading.place)
    said = (
        f"第 {reading.mark} 号标记的读数与其余各处对不上：照其余各处推算，应距左边 "
        f"{expected.x_mm:.1f}、距上边 {expected.y_mm:.1f} 毫米；请重量这一处"
    )
    if least > _AGREE_MM:
        said += "，其余各处之间也不一致，请一并复核"
    return {f"mark_{reading.mark}": said}


def _check_plausible(correction: Correction) -> None:
    """Refuse what no printer does; marks that agree on it were measured from another edge."""
    turned = abs(correction.angle_deg) > _MOST_ANGLE_DEG
    shifted = max(abs(correction.dx_mm), abs(correction.dy_mm)) > _MOST_SHIFT_MM
    stretched = max(abs(correction.scale_x - 1), abs(correction.scale_y - 1)) > _MOST_SCALE
    if turned or shifted or stretched:
        raise ValidationFailed(
            {
                "marks": f"照这些读数，打印机{correction.in_words()}，不像是打印机的偏差；"
                "请看是否从左边和上边量起、纸是否放正、打印时是否被缩放"
            }
        )
