#!/usr/bin/env python3
"""Times one full training step (forward, mean squared error, backward, Adam) and one inference pass of a contestant.

One measurement, one line of JSON, run by the interpreter of the contestant's environment:
  $PEERS_DIR/venv/bin/python train_step.py --lib pykan --layers 2,5,1 --batch 1000 --intervals 5 --dtype float32
Many, one forked child each, so that PyTorch is imported once; this is what run_all.py does:
  $PEERS_DIR/venv/bin/python train_step.py --jobs jobs.json --out FOLDER --lock LOCK
"""

import argparse
import json
import os
import platform
import resource
import sys
import time
import traceback

from blas_settings import forget_blas_settings
from contestants import DEGREE, LIBRARIES
from quiet_lock import QuietLock
from results import result_path, write_result

# Caches would make a second run's compile time another quantity.
os.environ.setdefault("TORCHINDUCTOR_FORCE_DISABLE_CACHES", "1")
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")


def pin(threads):
    """Keeps the process on as many cores as it has threads, the last ones."""
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-threads:]))


def peak_rss_mb():
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def description(job):
    """What a result says of its measurement."""
    keys = ("layers", "batch", "intervals", "degree", "dtype", "threads")
    return {"library": job["lib"], **{key: job[key] for key in keys}}


def measure(job):
    """Measures one job in this process."""
    pin(job["threads"])
    result = {**description(job), "python": platform.python_version(), "rss_base_mb": peak_rss_mb()}
    # Imported only now: threads and cores must be settled first.
    if job["lib"].startswith("jaxkan"):
        from jax_peers import run_jax as run
    else:
        from torch_peers import run_torch as run
    arguments = (job[key] for key in ("lib", "layers", "batch", "intervals", "degree", "dtype", "threads"))
    return {**result, **run(*arguments), "peak_rss_mb": peak_rss_mb()}


def guarded(job):
    """Measures one job; a failure becomes a result that says why."""
    try:
        return measure(job)
    except SystemExit as error:
        return {**description(job), "error": str(error)}
    except Exception as error:
        traceback.print_exc()
        return {**description(job), "error": f"{type(error).__name__}: {str(error)[:300]}"}


def run_jobs(jobs, folder, lock):
    """Measures all jobs that have no result yet, each in a child of its own."""
    if any(not job["lib"].startswith("jaxkan") for job in jobs):
        # Before the forks; no operation runs here, so that no pool of threads exists yet.
        import torch._dynamo  # noqa: F401

        if any(job["lib"].startswith("pykan") for job in jobs):
            import kan  # noqa: F401
    os.makedirs(folder, exist_ok=True)
    for job in jobs:
        if os.path.exists(result_path(folder, job["id"])):
            continue
        lock.take()
        begin = time.time()
        result = in_child(job, folder)
        print(job["id"], summary(result), f"({time.time() - begin:.1f}s)", flush=True)
        lock.share()


def in_child(job, folder):
    """Measures one job in a forked child, which writes the result."""
    child = os.fork()
    if child == 0:
        status = 0
        try:
            write_result(folder, job["id"], {**guarded(job), "shape": job["shape"]})
        except BaseException:
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    _, status = os.waitpid(child, 0)
    path = result_path(folder, job["id"])
    if not os.path.exists(path):
        error = {"error": f"child ended, status {status}"}
        write_result(folder, job["id"], {**description(job), "shape": job["shape"], **error})
    with open(path, encoding="utf8") as file:
        return json.load(file)


def summary(result):
    """One line for the terminal."""
    if "error" in result:
        return "failed: " + result["error"]
    step, forward = result["step_ms"], result["forward_ms"]
    times = f"step {step['median']:.4g} ms, inference {forward['median']:.4g} ms"
    return f"{times}, n={step['n']}, {result['peak_rss_mb']:.0f} MB"


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--lib", help="contestant, such as efficient-kan or jaxkan-spline")
    parser.add_argument("--layers", help="widths with commas between them, such as 2,5,1")
    parser.add_argument("--batch", type=int, help="rows of a step")
    parser.add_argument("--intervals", type=int, default=5, help="intervals of the grid (5)")
    parser.add_argument("--degree", type=int, default=DEGREE, help="degree of the splines (3)")
    parser.add_argument("--dtype", default="float32", choices=["float32", "float64"], help="precision (float32)")
    parser.add_argument("--threads", type=int, default=1, help="threads, and cores (1)")
    parser.add_argument(
        "--jobs", help="file of many measurements, as run_all.py writes it; then --out must be given too"
    )
    parser.add_argument("--out", help="folder of their results")
    parser.add_argument("--lock", help="file to hold an exclusive lock on while measuring")
    arguments = parser.parse_args()
    forget_blas_settings()
    if arguments.jobs:
        if not arguments.out:
            parser.error("--jobs needs --out FOLDER")
        with open(arguments.jobs, encoding="utf8") as file:
            run_jobs(json.load(file), arguments.out, QuietLock(arguments.lock))
        return
    if not (arguments.lib and arguments.layers and arguments.batch):
        parser.error("--lib, --layers and --batch must be given, or --jobs and --out")
    if arguments.lib not in LIBRARIES:
        parser.error(f"there is no contestant {arguments.lib!r}; use {', '.join(LIBRARIES)}")
    layers = [int(width) for width in arguments.layers.split(",")]
    job = {key: getattr(arguments, key) for key in ("lib", "batch", "intervals", "degree", "dtype", "threads")}
    print(json.dumps(guarded({**job, "layers": layers})))


if __name__ == "__main__":
    main()
