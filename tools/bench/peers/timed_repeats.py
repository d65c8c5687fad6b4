"""How every contestant is timed; `src/timed-repeats.ts` does the same for ours."""

import gc
import os
import time

# At least so many seconds and repeats, but not for longer than MOST_S, where 2 repeats are enough.
WARM_S = float(os.environ.get("PEERS_WARM_S", "0.25"))
STEP_S = float(os.environ.get("PEERS_STEP_S", "0.7"))
FORWARD_S = float(os.environ.get("PEERS_FWD_S", "0.3"))
WARM_REPEATS = 3
REPEATS = 5
MOST_REPEATS = 20000
MOST_S = 8.0


def timed_repeats(work, seconds):
    """Milliseconds of one repeat of `work`: median, 10th and 90th percentile, least, and the number of repeats."""
    begin = time.perf_counter()
    count = 0
    while count < WARM_REPEATS or time.perf_counter() - begin < WARM_S:
        work()
        count += 1
        if time.perf_counter() - begin > MOST_S / 2:
            break
    times = []
    # A collection in the middle of a repeat would be timed too.
    gc.collect()
    gc.disable()
    begin = time.perf_counter()
    while not _is_enough(len(times), time.perf_counter() - begin, seconds):
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    gc.enable()
    times.sort()

    def quantile(share):
        return times[min(len(times) - 1, int(share * (len(times) - 1) + 0.5))] * 1e3

    return {"median": quantile(0.5), "p10": quantile(0.1), "p90": quantile(0.9), "min": quantile(0), "n": len(times)}


def _is_enough(repeats, elapsed, seconds):
    if repeats >= MOST_REPEATS or (repeats >= REPEATS and elapsed >= seconds):
        return True
    return repeats >= 2 and elapsed > MOST_S
