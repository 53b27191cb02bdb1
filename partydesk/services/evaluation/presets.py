"""The ladders and question sets that come with the program."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from partydesk.domain.evaluation.plain_values import CONVERTER
from partydesk.domain.evaluation.presets import Presets
from partydesk.resources import resource_path

_FILE: Final = "evaluation-presets.json"


@cache
def shipped_presets() -> Presets:
    """Give what can be chosen for a scheme, each with its source."""
    text = resource_path("policies", _FILE).read_text(encoding="utf-8")
    return CONVERTER.structure(json.loads(text), Presets)
