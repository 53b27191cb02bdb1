"""Runs the named peers for the twins; started under the peers' own interpreter.

Reads one JSON value a line: ``{"load": people}`` or ``{"run": peer}``, and answers with one line.
People are lists of name, birth, citizen number, phone and unit, each a text, empty for nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter

People = list[list[str]]
Answer = dict[str, object]
_ALIKE = 90
_SIGNS = 2


def run_rapidfuzz(people: People) -> Answer:
    """Compare all names with all names on both cores; nothing else is looked at."""
    # Imported here, so that a peer that is not installed does not stop the others.
    from rapidfuzz import fuzz, process  # type: ignore[import-not-found]  # noqa: PLC0415

    names = [person[0] for person in people]
    began = perf_counter()
    process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, workers=2)
    return {"ms": (perf_counter() - began) * 1000}


def run_recordlinkage(people: People) -> Answer:
    """Block by surname, compare all five columns; two signs make a pair.

    One process: two took longer.
    """
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415
    import recordlinkage  # type: ignore[import-not-found]  # noqa: PLC0415

    columns = ["name", "birth", "number", "phone", "unit"]
    frame = pd.DataFrame(people, columns=columns).replace("", None)
    began = perf_counter()
    frame["surname"] = frame["name"].str[0]
    index = recordlinkage.Index()
    index.block("surname")
    candidates = index.index(frame)
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.9, label="name")
    # Both a slip and the missing century leave most of the number.
    compare.string("number", "number", method="levenshtein", threshold=0.8, label="number")
    compare.string("unit", "unit", method="jarowinkler", threshold=0.85, label="unit")
    for column in ("birth", "phone"):
        compare.exact(column, column, label=column)
    signs = compare.compute(candidates, frame).sum(axis=1)
    found = signs[signs >= _SIGNS].index
    ms = (perf_counter() - began) * 1000
    pairs = [[int(min(a, b)) + 1, int(max(a, b)) + 1] for a, b in found]
    return {"ms": ms, "pairs": pairs, "compared": len(candidates)}


PEERS: dict[str, Callable[[People], Answer]] = {
    "rapidfuzz": run_rapidfuzz,
    "recordlinkage": run_recordlinkage,
}


def answer_lines() -> None:
    """Answer until the input ends."""
    people: People = []
    for line in sys.stdin:
        question = json.loads(line)
        if "load" in question:
            people = question["load"]
            answer: Answer = {}
        else:
            name = question["run"]
            try:
                answer = PEERS[name](people) | {"version": version(name)}
            except ImportError:
                answer = {"error": "not installed"}
            except Exception as error:  # noqa: BLE001 - how a peer fails is part of the measurement
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    answer_lines()
