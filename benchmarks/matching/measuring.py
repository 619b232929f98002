"""Seconds side by side, and peaks of memory each in a fresh process."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array, load_npz, save_npz

from benchmarks.matching.people import Everybody, everybody
from benchmarks.matching.yardsticks import Outcome, costs_of, floor, outcome, short_lists
from helpdesk.pairing import Needs, choose, match_all


class Sides(NamedTuple):
    """The whole pairing and scipy alone: seconds (medians), the median ratio of turns, peaks in MB, what came out."""

    pairs: int
    whole: float
    alone: float
    ratio: float
    whole_mb: float
    alone_mb: float
    outcome: Outcome


def side_by_side(tickets: int, facilitators: int, turns: int) -> Sides:
    """Pair the same people by the whole and by scipy alone on the same pairs, in turns."""
    people = everybody(tickets, facilitators)
    costs = costs_of(people, short_lists(people))
    timed = [
        (seconds(lambda: match_all(people.needs, people.candidates)), seconds(lambda: floor(costs)))
        for _ in range(turns)
    ]
    return Sides(
        pairs=costs.nnz - tickets,
        whole=median(whole for whole, _ in timed),
        alone=median(alone for _, alone in timed),
        ratio=median(whole / alone for whole, alone in timed),
        whole_mb=in_a_fresh_process(peak_of_whole, tickets, facilitators),
        alone_mb=_peak_alone(costs),
        outcome=outcome(match_all(people.needs, people.candidates)),
    )


def seconds(act: Callable[[], Any]) -> float:
    """Return how long something takes."""
    gc.collect()
    begun = perf_counter()
    act()
    return perf_counter() - begun


def one_at_a_time(people: Everybody, some: list[Needs]) -> tuple[float, float]:
    """Return the median and the 95th percentile of milliseconds to choose for one question."""
    taken = [1000 * seconds(lambda one=one: choose(one, people.candidates)) for one in some]  # type: ignore[misc]
    return median(taken), quantiles(taken, n=20)[-1]


def peak_of_whole(tickets: int, facilitators: int) -> float:
    """Return by how many MB the process grows while it pairs, its results included."""
    people = everybody(tickets, facilitators)
    match_all(people.needs[:50], people.candidates)
    return growth(lambda: match_all(people.needs, people.candidates))


def peak_of_floor(file: str) -> float:
    """Return by how many MB the process grows while scipy matches, the matrix it is given included."""
    floor(csr_array(np.ones((2, 3))))
    return growth(lambda: floor(load_npz(file)))


def _peak_alone(costs: Any) -> float:
    with TemporaryDirectory(prefix="classcode-benchmark-") as folder:
        file = f"{folder}/costs.npz"
        save_npz(file, costs, compressed=False)
        return in_a_fresh_process(peak_of_floor, file)


def growth(act: Callable[[], Any]) -> float:
    """Return by how many MB the process grows at its peak while something is done, what it returns included."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak: proc(5)
    before = _status("VmRSS")
    kept = act()
    grown = _status("VmHWM") - before
    del kept
    return grown


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(name))


def in_a_fresh_process(measure: Callable[..., float], *given: Any) -> float:
    """Measure in a process that has done nothing before."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(measure, *given).result()
