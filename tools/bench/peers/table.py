#!/usr/bin/env python3
"""Prints markdown tables of the results in one or several folders.

  python3 table.py $PEERS_DIR/run1 [$PEERS_DIR/run2 ...]

Cells show the first folder; what it lacks is taken from the next. With two folders or more, the end says how far the
second differs.
"""

import argparse
import statistics

from results import load_results, markdown_head, markdown_row, milliseconds

QUANTITIES = {
    "step_ms": "training step, median ms",
    "forward_ms": "inference (no gradient), median ms",
    "peak_rss_mb": "peak resident memory, MB",
    "params": "trainable parameters",
    "compile_s": "compile time, s",
}
# Others, such as ours, come before these.
ORDER = [
    "pykan",
    "pykan-default",
    "efficient-kan",
    "efficient-kan+adamdefault",
    "efficient-kan+compile",
    "fast-kan",
    "faster-kan",
    "chebykan",
    "chebykan-d4",
    "fourierkan",
    "jaxkan-spline",
    "jaxkan-spline+nnxjit",
    "jaxkan-cheby",
    "jaxkan-cheby+nnxjit",
    "mlp",
    "mlp+adamdefault",
    "mlp+compile",
    "mlp-matched",
]


def merged(runs, is_best):
    """The results of the first run, and of the others where it has none, or a slower one if the best are wanted."""
    results = {}
    for run in runs:
        for key, result in run.items():
            before = results.get(key)
            if before is None or (
                "error" not in result and ("error" in before or is_best and is_faster(result, before))
            ):
                results[key] = result
    return results


def is_faster(result, before):
    """Whether a step takes less time."""
    return result["step_ms"]["median"] < before["step_ms"]["median"]


def cell(result, quantity):
    """What a table shows of a result."""
    if result is None:
        return "-"
    if "error" in result:
        return "failed"
    value = result.get(quantity)
    if value is None:
        return "-"
    if isinstance(value, dict):
        return milliseconds(value["median"])
    return str(value) if quantity == "params" else f"{value:.0f}"


def print_table(results, quantity, dtype, threads):
    """One quantity, a line per library and a column per shape; nothing where no library has it."""
    libraries = sorted({key[0] for key in results}, key=lambda name: (ORDER.index(name) if name in ORDER else -1, name))
    shapes = sorted({key[1] for key in results if key[1]})
    rows = [(name, [results.get((name, shape, dtype, threads)) for shape in shapes]) for name in libraries]
    rows = [
        (name, cells) for name, cells in rows if any(r is not None and (quantity in r or "error" in r) for r in cells)
    ]
    if not rows:
        return
    print(f"\n**{QUANTITIES[quantity]}; {dtype}, {threads} thread{'s' if threads > 1 else ''}**\n")
    print(markdown_head("library", shapes))
    for name, cells in rows:
        print(markdown_row([name, *[cell(r, quantity) for r in cells]]))


def print_difference(first, second):
    """How far two runs differ."""
    for quantity in ("step_ms", "forward_ms"):
        changes = sorted(
            (
                (second[key][quantity]["median"] / first[key][quantity]["median"] - 1, key)
                for key in first
                if key in second and "error" not in first[key] and "error" not in second[key]
            ),
            key=lambda change: abs(change[0]),
        )
        if not changes:
            continue
        sizes = [100 * abs(change) for change, _ in changes]
        largest = [
            f"{' '.join(map(str, key[:3]))} t{key[3]} {100 * change:+.0f} %" for change, key in changes[-6:][::-1]
        ]
        print(
            f"\nsecond run against the first, {quantity} ({len(changes)} cells): "
            f"median difference {statistics.median(sizes):.1f} %, "
            f"90th percentile {sizes[int(0.9 * (len(sizes) - 1))]:.1f} %, largest: {'; '.join(largest)}"
        )


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("runs", nargs="+", help="folders that run_all.py wrote")
    parser.add_argument("--dtype", choices=["float32", "float64"], help="only this precision")
    parser.add_argument("--threads", type=int, help="only this number of threads")
    parser.add_argument("--what", choices=list(QUANTITIES), help="only this quantity")
    parser.add_argument("--best", action="store_true", help="with several folders: the faster result")
    arguments = parser.parse_args()
    runs = [load_results(folder) for folder in arguments.runs]
    results = merged(runs, arguments.best)
    for dtype in [arguments.dtype] if arguments.dtype else sorted({key[2] for key in results}):
        for threads in [arguments.threads] if arguments.threads else sorted({key[3] for key in results}):
            for quantity in [arguments.what] if arguments.what else QUANTITIES:
                print_table(results, quantity, dtype, threads)
    if len(runs) > 1:
        print_difference(runs[0], runs[1])


if __name__ == "__main__":
    main()
