"""Command for the figures that are reported."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.coverage import CoverageFigure
from partydesk.services.coverage import count_unbuilt, coverage_by_committee, coverage_figures


@click.command(help="上报数字：党组织覆盖率等，注明分子分母")
@click.argument("year", type=click.IntRange(1990, 2200))
@in_workspace
@answering
def figures(year: int, folder: Path) -> Answer:
    """Work out the coverage of the banner and of each 基层党委."""
    with open_workspace(folder) as workspace:
        whole = coverage_figures(workspace, year)
        committees = coverage_by_committee(workspace, year)
        due = count_unbuilt(workspace, year)
    value = {
        "year": year,
        "coverage": [_as_json(figure) for figure in whole],
        "committees": [
            {**_as_json(figure), "committee": name}
            for name, found in committees.items()
            for figure in found
        ],
        "unbuilt": due,
    }
    text = [
        f"{figure.label}：{_shown(figure)}（{figure.numerator} ÷ {figure.denominator}，"
        f"分母：{figure.denominator_name}）"
        for figure in whole
    ]
    return Answer(value, lines([*text, f"应建未建：{due} 家"]))


def _as_json(figure: CoverageFigure) -> dict[str, str | int | None]:
    """Give a figure with everything that is needed to check it; the rate as an exact text."""
    return {
        "label": figure.label,
        "base": figure.base.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "numerator_name": figure.numerator_name,
        "denominator_name": figure.denominator_name,
        "percent": None if figure.percent is None else str(figure.percent),
        "definition": figure.definition,
        "source": figure.source,
    }


def _shown(figure: CoverageFigure) -> str:
    """Write the rate; a dash where there is nothing to divide by."""
    return "—" if figure.percent is None else f"{figure.percent}%"


COMMANDS = (figures,)
