"""The pairs of the matcher against those of algmatch on 500 small strict problems.

Residents and hospitals of every size from none to a few dozen, lists cut short at random, so that
some stay empty; residents propose. Both must find the same resident-optimal pairs. Times are the
sums over all problems, the two taking turns.
"""

from __future__ import annotations

import sys
from random import Random
from time import perf_counter

from bench._peer_process import Peers
from partydesk.domain.matching import Problem, parse_problem, solve

PROBLEMS = 500

Lists = list[list[int]]


def draw(seed: int) -> tuple[Lists, Lists, int]:
    """Draw strict wishes of both sides as numbers counting from 1, and a capacity."""
    random = Random(seed)
    residents, hospitals = random.randint(1, 40), random.randint(1, 15)
    wishes = [
        random.sample(range(1, hospitals + 1), random.randint(1, hospitals))
        for _ in range(residents)
    ]
    # A peer wants lists that name each other.
    applicants: Lists = [[] for _ in range(hospitals)]
    for resident, liked in enumerate(wishes, 1):
        for hospital in liked:
            applicants[hospital - 1].append(resident)
    for liked in applicants:
        random.shuffle(liked)
    return wishes, applicants, random.randint(1, 4)


def as_problem(residents: Lists, hospitals: Lists, capacity: int) -> Problem:
    """Write the wishes down for the product."""
    return parse_problem(
        {
            "posts": [
                {"id": f"P{i}", "wishes": [[f"T{k}"] for k in liked]}
                for i, liked in enumerate(residents, 1)
            ],
            "talents": [
                {"id": f"T{i}", "capacity": capacity, "wishes": [[f"P{k}"] for k in liked]}
                for i, liked in enumerate(hospitals, 1)
            ],
        }
    )


def main() -> int:
    """Compare all problems; 1 if any pair differs."""
    same = other = 0
    version = ""
    ours_ms = theirs_ms = 0.0
    with Peers("_peers_matching.py") as peers:
        for seed in range(PROBLEMS):
            residents, hospitals, capacity = draw(seed)
            problem = as_problem(residents, hospitals, capacity)
            began = perf_counter()
            mine = set(solve(problem).pairs)
            ours_ms += (perf_counter() - began) * 1000
            peers.ask(
                {
                    "load": {
                        "residents": [[[key] for key in liked] for liked in residents],
                        "hospitals": [[[key] for key in liked] for liked in hospitals],
                        "capacity": capacity,
                    }
                }
            )
            answer = peers.ask({"run": "algmatch"})
            if "error" in answer:
                print(f"algmatch: {answer['error']}; nothing compared")
                return 0
            version = answer["version"]
            theirs_ms += answer["build_ms"] + answer["solve_ms"]
            agrees = {(f"P{r}", f"T{h}") for r, h in answer["pairs"]} == mine
            same, other = same + agrees, other + (not agrees)
    print(f"{PROBLEMS} strict problems against algmatch {version}:")
    print(f"  same pairs in {same}, other pairs in {other}")
    print(f"  partydesk {ours_ms:.0f} ms, checked; algmatch {theirs_ms:.0f} ms, checked")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
