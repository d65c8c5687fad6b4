"""
Evaluates saved networks: python evaluate.py, with JSON on standard input and output: { FOLDER: rows } to { FOLDER: outputs }, or to the text of what went wrong there. The evaluator is knotwork.py.
"""
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / 'packages/python'))
import knotwork


def evaluated(folder, rows):
    try:
        return [[v if math.isfinite(v) else None for v in row] for row in knotwork.load(folder).decision_function(rows).tolist()]
    except Exception as error:
        return f'{type(error).__name__}: {error}'


if __name__ == '__main__':
    if len(sys.argv) > 1: sys.exit(__doc__)
    json.dump({folder: evaluated(folder, rows) for folder, rows in json.load(sys.stdin).items()}, sys.stdout)
