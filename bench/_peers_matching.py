"""Runs the named peers; started by the measurements under the peers' own interpreter.

Reads one JSON value a line: ``{"load": problem}`` or ``{"run": peer}``, and answers with one line.
A problem is ``{"residents": [wishes], "hospitals": [wishes], "capacity": n}``; wishes are groups of
numbers counting from 1, best first.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter
from typing import TypedDict

Groups = list[list[list[int]]]


class Problem(TypedDict):
    """The wishes of both sides and the seats of each hospital."""

    residents: Groups
    hospitals: Groups
    capacity: int


Answer = dict[str, object]


def flat(side: Groups) -> dict[int, list[int]]:
    """Number the lists and line their groups up."""
    return {i: [key for group in groups for key in group] for i, groups in enumerate(side, 1)}


def run_algmatch(problem: Problem) -> Answer:
    """Solve with algmatch, which checks stability in the same call."""
    # Imported here, so that a peer that is not installed does not stop the others.
    from algmatch import HR  # type: ignore[import-not-found]  # noqa: PLC0415

    data = {
        "residents": flat(problem["residents"]),
        "hospitals": {
            key: {"capacity": problem["capacity"], "preferences": wishes}
            for key, wishes in flat(problem["hospitals"]).items()
        },
    }
    began = perf_counter()
    game = HR(dictionary=data, optimised_side="residents")
    built = perf_counter()
    answer = game.get_stable_matching()["resident_sided"]
    ended = perf_counter()
    pairs = [[int(r[1:]), int(h[1:])] for r, h in answer.items() if h]
    return timed(began, built, ended) | {"pairs": pairs}


def run_matching(problem: Problem) -> Answer:
    """Solve with matching."""
    from matching.games import (  # type: ignore[import-not-found]  # noqa: PLC0415
        HospitalResident,
    )

    residents = {f"r{k}": [f"h{h}" for h in w] for k, w in flat(problem["residents"]).items()}
    hospitals = {f"h{k}": [f"r{r}" for r in w] for k, w in flat(problem["hospitals"]).items()}
    capacities = dict.fromkeys(hospitals, problem["capacity"])
    began = perf_counter()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
    built = perf_counter()
    answer = game.solve(optimal="resident")
    ended = perf_counter()
    pairs = [[int(r.name[1:]), int(h.name[1:])] for h, rs in answer.items() for r in rs]
    return timed(began, built, ended) | {"pairs": pairs}


def run_ortools(problem: Problem) -> Answer:
    """Find a largest weakly stable result exactly, or the best within 20 s."""
    from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # noqa: PLC0415

    began = perf_counter()
    rank, liked = (
        [{key: i for i, group in enumerate(groups) for key in group} for groups in side]
        for side in (problem["residents"], problem["hospitals"])
    )
    model, seats = cp_model.CpModel(), problem["capacity"]
    chosen = {
        (r, h): model.new_bool_var(f"{r},{h}")
        for r, wishes in enumerate(rank, 1)
        for h in wishes
        if r in liked[h - 1]
    }
    of_r: dict[int, list[int]] = {}
    of_h: dict[int, list[int]] = {}
    for r, h in chosen:
        of_r.setdefault(r, []).append(h)
        of_h.setdefault(h, []).append(r)
    for r, hs in of_r.items():
        model.add(sum(chosen[r, h] for h in hs) <= 1)
    for h, rs in of_h.items():
        model.add(sum(chosen[r, h] for r in rs) <= seats)
    for r, h in chosen:
        # Either r is at least as well off elsewhere, or h is full of residents at least as good.
        mine, theirs = rank[r - 1], liked[h - 1]
        content = sum(chosen[r, k] for k in of_r[r] if mine[k] <= mine[h])
        full = sum(chosen[k, h] for k in of_h[h] if theirs[k] <= theirs[r])
        model.add(seats * content + full >= seats)
    model.maximize(sum(chosen.values()))
    built = perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 20
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    size = round(solver.objective_value)
    return timed(began, built, perf_counter()) | {
        "size": size,
        "exact": status == cp_model.OPTIMAL,
    }


def timed(began: float, built: float, ended: float) -> Answer:
    """Give the two spans in milliseconds."""
    return {"build_ms": (built - began) * 1000, "solve_ms": (ended - built) * 1000}


PEERS: dict[str, Callable[[Problem], Answer]] = {
    "algmatch": run_algmatch,
    "matching": run_matching,
    "ortools": run_ortools,
}


def answer_lines() -> None:
    """Answer until the input ends."""
    problem: Problem = {"residents": [], "hospitals": [], "capacity": 0}
    for line in sys.stdin:
        question = json.loads(line)
        if "load" in question:
            problem = question["load"]
            answer: Answer = {}
        else:
            name = question["run"]
            try:
                answer = PEERS[name](problem) | {"version": version(name)}
            except ImportError:
                answer = {"error": "not installed"}
            except Exception as error:  # noqa: BLE001 - how a peer fails is part of the measurement
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # The peer "matching" recurses once per proposal; without this it stops at a few hundred.
    sys.setrecursionlimit(10**6)
    threading.stack_size(512 * 1024 * 1024)
    worker = threading.Thread(target=answer_lines)
    worker.start()
    worker.join()
