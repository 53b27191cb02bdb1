"""How many posts the matcher fills when wishes are tied, against the exact optimum.

Markets of 60 posts (and two of 800), talents of unequal popularity, groups of equal wishes with
probability 0.1, 0.3 and 0.5 on both sides. The optimum is a CP-SAT model, given 20 s a market.
"""

from __future__ import annotations

from random import Random
from statistics import mean
from time import perf_counter

from bench._peer_process import Peers
from partydesk.domain.matching import parse_problem, solve

MARKETS = [((60, 20, 5, 3), 12), ((60, 30, 6, 2), 12), ((800, 300, 10, 3), 2)]
"""Posts, talents, length of a post's list, capacity; and how many markets of the kind."""

Side = list[list[list[int]]]


def draw(seed: int, kind: tuple[int, int, int, int], tie: float) -> tuple[Side, Side]:
    """Draw the wishes of both sides as groups of numbers counting from 1."""
    posts, talents, length, _ = kind
    random = Random(seed)
    weights = [random.random() ** 2 + 0.05 for _ in range(talents)]
    wishes: list[list[int]] = []
    for _ in range(posts):
        chosen: dict[int, None] = {}
        while len(chosen) < length:
            chosen[random.choices(range(1, talents + 1), weights)[0]] = None
        wishes.append(list(chosen))
    applicants: list[list[int]] = [[] for _ in range(talents)]
    for post, liked in enumerate(wishes, 1):
        for talent in liked:
            applicants[talent - 1].append(post)
    for liked in applicants:
        random.shuffle(liked)
    return tied(wishes, tie, random), tied(applicants, tie, random)


def tied(lists: list[list[int]], tie: float, random: Random) -> Side:
    """Join each id to the group before it with the given probability."""
    side: Side = []
    for wishes in lists:
        groups: list[list[int]] = []
        for key in wishes:
            if groups and random.random() < tie:
                groups[-1].append(key)
            else:
                groups.append([key])
        side.append(groups)
    return side


def sizes(posts: Side, talents: Side, capacity: int) -> tuple[int, int, float]:
    """Give the sizes for both goals, and the milliseconds for the goal "most"."""
    data: dict[str, object] = {
        "posts": [
            {"id": f"P{i}", "wishes": [[f"T{k}" for k in group] for group in groups]}
            for i, groups in enumerate(posts, 1)
        ],
        "talents": [
            {
                "id": f"T{i}",
                "capacity": capacity,
                "wishes": [[f"P{k}" for k in group] for group in groups],
            }
            for i, groups in enumerate(talents, 1)
        ],
    }
    stable = solve(parse_problem(data))
    problem = parse_problem(data | {"goal": "most"})
    began = perf_counter()
    most = solve(problem)
    elapsed = (perf_counter() - began) * 1000
    if not (stable.stable and most.stable):
        message = "a result is not stable"
        raise AssertionError(message)
    return stable.size, most.size, elapsed


def main() -> None:
    """Measure all kinds of market."""
    print("Filled posts as a share of the optimum: mean (worst); milliseconds of goal most")
    with Peers("_peers_matching.py") as peers:
        for kind, count in MARKETS:
            for tie in (0.1, 0.3, 0.5):
                measure(peers, kind, count, tie)


def measure(peers: Peers, kind: tuple[int, int, int, int], count: int, tie: float) -> None:
    """Measure one kind of market and print its line."""
    rows: list[tuple[float, float, float]] = []
    exact = 0
    for seed in range(count):
        posts, talents = draw(seed, kind, tie)
        stable, most, elapsed = sizes(posts, talents, kind[3])
        peers.ask({"load": {"residents": posts, "hospitals": talents, "capacity": kind[3]}})
        answer = peers.ask({"run": "ortools"})
        if "error" in answer:
            print(f"  ortools: {answer['error']}")
            return
        exact += answer["exact"]
        rows.append((stable / answer["size"], most / answer["size"], elapsed))
    shares = [
        f"{goal} {mean(column):.4f} ({min(column):.4f})"
        for goal, column in zip(("stable", "most"), list(zip(*rows, strict=True))[:2], strict=True)
    ]
    ms = max(row[2] for row in rows)
    print(
        f"  {kind}, ties {tie}: {', '.join(shares)}, at most {ms:.0f} ms;"
        f" optimum exact in {exact} of {count}"
    )


if __name__ == "__main__":
    main()
