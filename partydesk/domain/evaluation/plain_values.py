"""Frozen data classes of the evaluation as plain values, and back, to the last digit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from cattrs.preconf.json import JsonConverter, make_converter


def _figure(value: str) -> Decimal:
    """Read a figure; NaN and infinity are none that anybody can be judged by."""
    figure = Decimal(value)
    if not figure.is_finite():
        raise ValueError(f"{value} is no figure")
    return figure


def _make() -> JsonConverter:
    """Figures and days are texts; sequences are lists."""
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda value, _type: _figure(value))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook(dt.date, lambda value, _type: dt.date.fromisoformat(value))
    return converter


CONVERTER: Final = _make()
