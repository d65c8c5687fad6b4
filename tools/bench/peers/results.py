"""The folder of a run: one file of JSON per measurement, named after what was measured."""

import glob
import json
import os
import time


def identity(library, shape, dtype, threads):
    """Name of a measurement, and of its file without the ending."""
    return f"{library}.{shape}.{dtype}.t{threads}"


def result_path(folder, name):
    """File of a measurement."""
    return os.path.join(folder, name + ".json")


def write_result(folder, name, result):
    """Writes a measurement; `when` is added."""
    with open(result_path(folder, name), "w", encoding="utf8") as file:
        file.write(json.dumps({**result, "when": time.strftime("%Y-%m-%dT%H:%M:%S")}) + "\n")


def load_results(folder):
    """All measurements of a folder, by library, shape, dtype and number of threads."""
    if not os.path.isdir(folder):
        raise SystemExit(f"There is no folder {folder}. Name one that run_all.py wrote.")
    results = {}
    for path in glob.glob(os.path.join(glob.escape(folder), "*.json")):
        with open(path, encoding="utf8") as file:
            result = json.loads(file.read().strip().splitlines()[-1])
        results[(result["library"], result["shape"], result["dtype"], result["threads"])] = result
    return results


def milliseconds(value):
    """Three digits, as many of them after the point as there is room for."""
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def markdown_row(cells):
    """One line of a table."""
    return "| " + " | ".join(cells) + " |"


def markdown_head(first, others):
    """The two lines above a table: the first column to the left, all others to the right."""
    return markdown_row([first, *others]) + "\n|---|" + "---:|" * len(others)
