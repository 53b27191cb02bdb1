"""The matcher side by side with a bare floor and two published libraries.

Job: each resident (post) samples L hospitals (talents), hospitals rank all their applicants at
random; residents propose. All results must be the same pairs. In each of five rounds every
contestant runs once, so that a slow moment of the machine hits all of them alike.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush, heapreplace
from random import Random
from statistics import median
from time import perf_counter

from bench._peer_process import Peers
from partydesk.domain.matching import Problem, match, parse_problem, solve

SIZES = [(400, 20, 20, 20), (800, 300, 10, 3), (2000, 300, 20, 7)]
"""Residents, hospitals, length of a resident's list, capacity."""

ROUNDS = 5

Lists = dict[str, list[str]]


def draw(residents: int, hospitals: int, length: int, seed: int = 1) -> tuple[Lists, Lists]:
    """Draw strict wishes of both sides."""
    random = Random(seed)
    talents = [f"T{i}" for i in range(1, hospitals + 1)]
    posts = {f"P{i}": random.sample(talents, length) for i in range(1, residents + 1)}
    applicants: Lists = {talent: [] for talent in talents}
    for post, wishes in posts.items():
        for talent in wishes:
            applicants[talent].append(post)
    for wishes in applicants.values():
        random.shuffle(wishes)
    return posts, applicants


def floor(posts: Lists, talents: Lists, capacity: int) -> dict[str, str]:
    """Run bare deferred acceptance: no checks, no ties, no locks, nothing but the algorithm."""
    rank = {talent: {p: i for i, p in enumerate(wishes)} for talent, wishes in talents.items()}
    held: dict[str, list[tuple[int, str]]] = {talent: [] for talent in talents}
    following = dict.fromkeys(posts, 0)
    waiting = list(posts)
    while waiting:
        post = waiting.pop()
        wishes = posts[post]
        while following[post] < len(wishes):
            talent = wishes[following[post]]
            following[post] += 1
            key = -rank[talent][post], post
            if len(held[talent]) < capacity:
                heappush(held[talent], key)
                break
            if key > held[talent][0]:
                waiting.append(heapreplace(held[talent], key)[1])
                break
    return {post: talent for talent, heap in held.items() for _, post in heap}


def as_problem(posts: Lists, talents: Lists, capacity: int) -> Problem:
    """Write the wishes down for the product."""
    return parse_problem(
        {
            "posts": [{"id": p, "wishes": [[t] for t in wishes]} for p, wishes in posts.items()],
            "talents": [
                {"id": t, "capacity": capacity, "wishes": [[p] for p in wishes]}
                for t, wishes in talents.items()
            ],
        }
    )


def as_numbers(lists: Lists) -> list[list[list[int]]]:
    """Write one side down for the peers."""
    return [[[int(key[1:])] for key in wishes] for wishes in lists.values()]


def clock(work: Callable[[], object]) -> float:
    """Measure one run in milliseconds."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def measure(peers: Peers, size: tuple[int, int, int, int]) -> None:
    """Measure one size and print its table."""
    residents, hospitals, length, capacity = size
    posts, talents = draw(residents, hospitals, length)
    problem = as_problem(posts, talents, capacity)
    expected = floor(posts, talents, capacity)
    ours: dict[str, Callable[[], object]] = {
        "bare floor": lambda: floor(posts, talents, capacity),
        "partydesk, matching alone": lambda: match(problem),
        "partydesk, solve (match, bound, check)": lambda: solve(problem),
        "partydesk, solve and all sentences": lambda: solve(problem).as_json(),
    }
    peers.ask(
        {
            "load": {
                "residents": as_numbers(posts),
                "hospitals": as_numbers(talents),
                "capacity": capacity,
            }
        }
    )
    times: dict[str, list[float]] = {name: [] for name in ours}
    remarks = {
        "partydesk, solve (match, bound, check)": verdict(dict(solve(problem).pairs), expected)
    }
    for _ in range(ROUNDS):
        for name, work in ours.items():
            times[name].append(clock(work))
        for name in ("algmatch", "matching"):
            answer = peers.ask({"run": name})
            if "error" in answer:
                times.setdefault(name, [])
                remarks[name] = answer["error"]
                continue
            label = f"{name} {answer['version']}, solve"
            times.setdefault(label, []).append(answer["solve_ms"])
            times.setdefault(f"{name} {answer['version']}, build", []).append(answer["build_ms"])
            pairs = {f"P{r}": f"T{h}" for r, h in answer["pairs"]}
            remarks[label] = verdict(pairs, expected)
    print(f"\n{residents} posts, {hospitals} talents, {length} wishes, capacity {capacity}")
    table(times, remarks)


def verdict(pairs: dict[str, str], expected: dict[str, str]) -> str:
    """Say whether two results are the same."""
    return "same pairs" if pairs == expected else "OTHER PAIRS"


def table(times: dict[str, list[float]], remarks: dict[str, str]) -> None:
    """Print medians, ranges and ratios to the floor."""
    base = median(times["bare floor"])
    for name, runs in times.items():
        remark = remarks.get(name, "")
        if not runs:
            print(f"  {name:40} {remark}")
            continue
        middle = median(runs)
        spread = f"{min(runs):.1f}-{max(runs):.1f}"
        print(f"  {name:40} {middle:9.1f} ms {middle / base:8.1f}x  ({spread})  {remark}")


def main() -> None:
    """Measure all sizes."""
    print(f"Matching: median of {ROUNDS} interleaved runs, ratio to the bare floor, range")
    with Peers("_peers_matching.py") as peers:
        for size in SIZES:
            measure(peers, size)


if __name__ == "__main__":
    main()
