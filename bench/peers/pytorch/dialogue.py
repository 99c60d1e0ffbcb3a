"""The peer's side of the bench's dialogue (bench/peers/peer-process.ts): one JSON object a line.

Out: {"ready": …} once everything is warm. In: {"repeats": N}; out: {"milliseconds": [N numbers]}. The end of the input ends it.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter

import torch

Work = Callable[[], None]


def wait_for_device(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def time_work(work: Work, repeats: int, device: str, together: int) -> list[float]:
    """Milliseconds a piece of work; `together` pieces are timed at once, so that a card's queue stays full."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        for _ in range(together):
            work()
        wait_for_device(device)
        times.append(1000 * (perf_counter() - start) / together)
    return times


def fastest(variants: dict[str, Work], device: str, together: int) -> tuple[str, dict[str, float]]:
    """The variant with the shortest single time, after warming up, in alternating rounds."""
    for work in variants.values():
        time_work(work, 3, device, 1)
    best = {name: float("inf") for name in variants}
    for _ in range(5):
        for name, work in variants.items():
            best[name] = min(best[name], *time_work(work, 3, device, together))
    return min(best, key=best.__getitem__), best


def say(message: dict) -> None:
    print(json.dumps(message), flush=True)


def answer(work: Work, device: str, together: int) -> None:
    for line in sys.stdin:
        say({"milliseconds": time_work(work, json.loads(line)["repeats"], device, together)})
