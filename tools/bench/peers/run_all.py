#!/usr/bin/env python3
"""Measures contestants at all shapes and leaves one file of JSON per measurement in a folder.

  python3 run_all.py $PEERS_DIR/run1 --sets torch,jax,f64
  python3 run_all.py $PEERS_DIR/run1 --sets external --add 'ours=node ../dist/bench.js step' \\
    --dtypes float32,float64 --threads 1

A result that exists is not measured again: delete its file, or name a new folder, to repeat it.
"""

import argparse
import itertools
import json
import os
import shlex
import subprocess

from blas_settings import forget_blas_settings
from contestants import DEGREE, HERE, LIBRARIES, SETS, SHAPES, peers_dir, python_of, why_absent
from quiet_lock import QuietLock
from results import identity, result_path, write_result


def names(known, what):
    """A parser of names with commas between them, which refuses those that do not exist."""

    def parse(text):
        wanted = text.split(",")
        for name in wanted:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no {what} {name!r}; use {', '.join(known)}")
        return wanted

    return parse


def thread_counts(text):
    """Numbers of threads with commas between them."""
    try:
        counts = [int(part) for part in text.split(",")]
    except ValueError:
        counts = [0]
    if min(counts) < 1:
        raise argparse.ArgumentTypeError(f"must be whole numbers of at least 1, such as 1,2; got {text!r}")
    return counts


def contestant(text):
    """NAME=COMMAND."""
    name, _, command = text.partition("=")
    if not name or not command.strip() or "/" in name:
        raise argparse.ArgumentTypeError(f"must be NAME=COMMAND, such as 'ours=node ../dist/bench.js step'; got {text!r}")
    return name, shlex.split(command)


def present(libraries, reported):
    """Contestants that can take part; the others are reported, once."""
    here = []
    for library in libraries:
        reason = why_absent(library)
        if reason is None:
            here.append(library)
        elif library not in reported:
            reported.add(library)
            print(f"{library} is absent: {reason}", flush=True)
    return here


def run_set(name, arguments, reported):
    """Measures the contestants of a set, in the interpreter of their environment."""
    kind, python = SETS[name]["environment"], python_of(SETS[name]["environment"])
    if not os.path.exists(python):
        print(f"The set {name} is absent: there is no {python}.", flush=True)
        print(f"Run setup.sh, or name an interpreter by PEERS_{kind.upper()}_PY.", flush=True)
        return
    libraries = [library for library in SETS[name]["libraries"] if arguments.lib is None or library in arguments.lib]
    jobs = [
        {
            "id": identity(library, shape, dtype, threads),
            "lib": library,
            "shape": shape,
            **SHAPES[shape],
            "degree": DEGREE,
            "dtype": dtype,
            "threads": threads,
        }
        for shape, library, dtype, threads in itertools.product(
            arguments.shapes, present(libraries, reported), SETS[name]["dtypes"], arguments.threads
        )
    ]
    if not jobs:
        return
    # Without the ending .json, so that nobody takes it for a result.
    path = os.path.join(arguments.out, f"_jobs.{name}")
    with open(path, "w", encoding="utf8") as file:
        json.dump(jobs, file)
    command = [python, os.path.join(HERE, "train_step.py"), "--jobs", path, "--out", arguments.out]
    child = subprocess.run(command + (["--lock", arguments.lock] if arguments.lock else []))
    if child.returncode != 0:
        print(
            f"The set {name} ended with exit status {child.returncode}; what it measured before is there.", flush=True
        )


def run_external(library, command, arguments):
    """Measures a contestant that is a command."""
    for shape in arguments.shapes:
        for dtype in arguments.dtypes:
            for threads in arguments.threads:
                name = identity(library, shape, dtype, threads)
                if os.path.exists(result_path(arguments.out, name)):
                    continue
                job = {"library": library, **SHAPES[shape], "degree": DEGREE, "dtype": dtype, "threads": threads}
                lock = QuietLock(arguments.lock)
                lock.take()
                try:
                    result = {**ask(command, job), "library": library, "shape": shape}
                finally:
                    lock.release()
                write_result(arguments.out, name, result)
                print(name, outcome(result), flush=True)


def outcome(result):
    """One line for the terminal."""
    return "failed: " + result["error"] if "error" in result else f"step {result['step_ms']['median']:.4g} ms"


def ask(command, job):
    """Runs a command for one measurement, on as many cores as it may have threads, and reads its line of JSON."""
    options = {
        "layers": ",".join(map(str, job["layers"])),
        "batch": job["batch"],
        "intervals": job["intervals"],
        "degree": job["degree"],
        "dtype": job["dtype"],
        "threads": job["threads"],
    }
    line = command + [word for name, value in options.items() for word in (f"--{name}", str(value))]
    cores = set(sorted(os.sched_getaffinity(0))[-job["threads"] :])
    child = subprocess.Popen(line, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    text = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    lines = [found for found in text.splitlines() if found.startswith("{")]
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        answer = {"error": f"no line of JSON (exit status {os.waitstatus_to_exitcode(status)})"}
    return {**job, "peak_rss_mb": usage.ru_maxrss / 1024, **answer}


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("out", help="folder of the results, outside the repository")
    parser.add_argument(
        "--sets",
        type=names([*SETS, "external"], "set"),
        default=["torch", "jax", "f64", "compile"],
        help=f"which of {', '.join(SETS)}, and external: only what --add names (torch,jax,f64,compile)",
    )
    parser.add_argument(
        "--shapes", type=names(SHAPES, "shape"), default=list(SHAPES), help="which shapes, such as A,H (all)"
    )
    parser.add_argument("--threads", type=thread_counts, default=[1, 2], help="numbers of threads (1,2)")
    parser.add_argument("--lib", type=names(LIBRARIES, "contestant"), help="only these contestants of the sets")
    parser.add_argument(
        "--add",
        type=contestant,
        action="append",
        default=[],
        metavar="NAME=COMMAND",
        help="a contestant that is a command",
    )
    parser.add_argument(
        "--dtypes",
        type=names(["float32", "float64"], "dtype"),
        default=["float32"],
        help="precisions of the contestants of --add (float32)",
    )
    parser.add_argument(
        "--lock",
        default=None,
        help="file by which measurements wait for each other ($PEERS_DIR/quiet.lock; '' for none)",
    )
    arguments = parser.parse_args()
    if arguments.lock is None:
        arguments.lock = os.path.join(peers_dir(), "quiet.lock")
    if "external" in arguments.sets and not arguments.add:
        parser.error("the set external needs --add NAME=COMMAND")
    os.makedirs(arguments.out, exist_ok=True)
    forget_blas_settings()
    reported = set()
    for name in arguments.sets:
        if name != "external":
            run_set(name, arguments, reported)
    for library, command in arguments.add:
        run_external(library, command, arguments)


if __name__ == "__main__":
    main()
