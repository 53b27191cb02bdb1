"""Finding twins side by side with brute force on names and with a published record linkage.

Job: 10,000 people of an invented banner, among them 300 planted pairs of six kinds (15 digits, one
digit off, name and birth, phone, name written otherwise, name and unit). The product compares all
fields by all its rules; the floor, ``rapidfuzz``, compares nothing but names, all with all, on
both cores; ``recordlinkage`` compares the same five columns of those who share a surname. In each
round every contestant runs once, so that a slow moment of the machine hits all alike.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

from bench._peer_process import Peers
from partydesk.domain.duplicates import Pair
from tests.planted import Entry, Roster, plant

PEOPLE, PAIRS, ROUNDS = 10_000, 300, 5
GROWTH = (1_000, 10_000, 100_000)
#: The bars: so many times the floor at most, so many times faster than the linkage at least.
AT_MOST, AT_LEAST = 2.5, 5.0
GOOD_ENOUGH = 0.98


def as_texts(entry: Entry) -> list[str]:
    """Write one person down for the peers."""
    values = (entry.name, entry.birth, entry.citizen_number, entry.phone, entry.unit_post)
    return ["" if value is None else str(value) for value in values]


def find(roster: Roster) -> tuple[float, list[Pair]]:
    """Look for pairs as the program does; gives milliseconds and what was found."""
    began = perf_counter()
    found = roster.find()
    return (perf_counter() - began) * 1000, found


def compare() -> None:
    """Measure the product and the peers on one roster, and say whether the bars are met."""
    roster = plant(PEOPLE, PAIRS, seed=1)
    times: dict[str, list[float]] = {"partydesk, all rules": []}
    remarks: dict[str, str] = {}
    found: list[Pair] = []
    with Peers("_peers_duplicates.py") as peers:
        peers.ask({"load": [as_texts(entry) for entry in roster.entries]})
        for _ in range(ROUNDS):
            ms, found = find(roster)
            times["partydesk, all rules"].append(ms)
            for name in ("rapidfuzz", "recordlinkage"):
                answer = peers.ask({"run": name})
                if "error" in answer:
                    times.setdefault(name, [])
                    remarks[name] = answer["error"]
                    continue
                times.setdefault(name, []).append(answer["ms"])
                remarks[name] = f"{answer['version']} {linkage(roster, answer.get('pairs'))}"
    recall, precision = roster.recall(found), roster.precision(found)
    remarks["partydesk, all rules"] = f"recall {recall:.3f}, precision {precision:.3f}"
    print(f"{len(roster.entries)} people, {len(roster.twins)} planted pairs")
    table(times, remarks)
    judge(times, recall, precision)


def linkage(roster: Roster, pairs: list[list[int]] | None) -> str:
    """Say how much a peer found, where it says what it found."""
    if pairs is None:
        return "(names only)"
    found = {(one, two) for one, two in pairs}
    right = len(found & roster.twins.keys())
    share = right / len(found) if found else 0.0
    return f"recall {right / len(roster.twins):.3f}, precision {share:.3f}"


def table(times: dict[str, list[float]], remarks: dict[str, str]) -> None:
    """Print medians and ranges."""
    for name, runs in times.items():
        if not runs:
            print(f"  {name:24} {remarks[name]}")
            continue
        spread = f"({min(runs):.0f}-{max(runs):.0f})"
        print(f"  {name:24} {median(runs):9.0f} ms  {spread:16} {remarks[name]}")


def judge(times: dict[str, list[float]], recall: float, precision: float) -> None:
    """Print the ratios and whether each bar is met."""
    ours = median(times["partydesk, all rules"])
    bars = [
        ("recall", recall, recall >= GOOD_ENOUGH, f">= {GOOD_ENOUGH}"),
        ("precision", precision, precision >= GOOD_ENOUGH, f">= {GOOD_ENOUGH}"),
    ]
    if times.get("rapidfuzz"):
        ratio = ours / median(times["rapidfuzz"])
        bars.append(("times the floor", ratio, ratio <= AT_MOST, f"<= {AT_MOST}"))
    if times.get("recordlinkage"):
        ratio = median(times["recordlinkage"]) / ours
        bars.append(("times faster than linkage", ratio, ratio >= AT_LEAST, f">= {AT_LEAST}"))
    for name, value, met, bar in bars:
        print(f"  {name:26} {value:8.3f}  {bar:8} {'met' if met else 'NOT MET'}")


def growth() -> None:
    """Print how the time grows with the number of people."""
    print("growth")
    for people in GROWTH:
        roster = plant(people, people // 100 * 3, seed=2)
        ms, found = find(roster)
        each = ms * 1000 / len(roster.entries)
        print(f"  {people:7} people {ms:9.0f} ms  {each:5.1f} us each, {len(found)} pairs")


def main() -> None:
    """Measure everything."""
    print(f"Twins: median of {ROUNDS} interleaved runs, range")
    compare()
    growth()


if __name__ == "__main__":
    main()
