#!/usr/bin/env python3
"""Prints how long our step takes against that of each peer, shape by shape, as a markdown table.

  python3 ratios.py $PEERS_DIR/run1 [$PEERS_DIR/run2 ...]

A ratio below 1 means that ours is faster. With several folders the time of a contestant is the median over those that
have it, or with --best the least. The last column is the median over shapes.
"""

import argparse
import statistics

from results import load_results, markdown_head, markdown_row, milliseconds

PEERS = ["mlp-matched", "fast-kan", "efficient-kan", "jaxkan-spline", "jaxkan-cheby"]


def times(runs, library, dtype, threads, quantity, choose):
    """Milliseconds by shape."""
    found = {}
    for run in runs:
        for (name, shape, *rest), result in run.items():
            if name == library and rest == [dtype, threads] and "error" not in result:
                found.setdefault(shape, []).append(result[quantity]["median"])
    return {shape: choose(values) for shape, values in found.items()}


def print_ratios(ours_name, ours, peers):
    """Our milliseconds, and below them our ratio to every peer that has a shape in common with us."""
    shapes = sorted(ours)
    print(markdown_head("", [*shapes, "median"]))
    print(markdown_row([f"{ours_name}, ms", *[milliseconds(ours[shape]) for shape in shapes], ""]))
    for name, theirs in peers:
        ratios = {shape: ours[shape] / theirs[shape] for shape in shapes if shape in theirs}
        if ratios:
            cells = [f"{ratios[shape]:.2f}" if shape in ratios else "-" for shape in shapes]
            print(markdown_row([f"{ours_name} / {name}", *cells, f"{statistics.median(ratios.values()):.2f}"]))


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("runs", nargs="+", help="folders that run_all.py wrote")
    parser.add_argument(
        "--ours", default="ours", help="the contestant that is held against the others, as --add named it (ours)"
    )
    parser.add_argument(
        "--peers", default=",".join(PEERS), help=f"the others, with commas between them ({','.join(PEERS)})"
    )
    parser.add_argument(
        "--dtype", choices=["float32", "float64"], default="float32", help="precision of both (float32)"
    )
    parser.add_argument("--threads", type=int, default=1, help="number of threads of both (1)")
    parser.add_argument(
        "--what", choices=["step_ms", "forward_ms"], default="step_ms", help="training step or inference (step_ms)"
    )
    parser.add_argument(
        "--best", action="store_true", help="with several folders: the least time of each contestant, not the median"
    )
    arguments = parser.parse_args()
    runs = [load_results(folder) for folder in arguments.runs]
    choose = min if arguments.best else statistics.median

    def of(library):
        return times(runs, library, arguments.dtype, arguments.threads, arguments.what, choose)

    ours = of(arguments.ours)
    if not ours:
        known = sorted({key[0] for run in runs for key in run})
        raise SystemExit(
            f"No result of {arguments.ours!r} in {arguments.dtype} on {arguments.threads} threads. "
            f"There are results of {', '.join(known)}."
        )
    print_ratios(
        arguments.ours, ours, [(name, of(name)) for name in arguments.peers.split(",") if name != arguments.ours]
    )


if __name__ == "__main__":
    main()
