"""Evaluates saved networks: python evaluate.py, with JSON on standard input and output: { FOLDER: rows } to { FOLDER: outputs }. The evaluator is knotwork.py."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / 'packages/python'))
import knotwork

if __name__ == '__main__':
    if len(sys.argv) > 1: sys.exit(__doc__)
    json.dump({folder: knotwork.load(folder).decision_function(rows).tolist() for folder, rows in json.load(sys.stdin).items()}, sys.stdout)
