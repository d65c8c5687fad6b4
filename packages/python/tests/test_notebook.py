"""knotwork.py in a notebook, which nbclient executes."""
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from runs import Runs

CELLS = [
    "import sys; sys.path.insert(0, {package!r})\nimport knotwork\nmodel = knotwork.load('several')\nmodel",
    "model.predict({{'height': [1, 2], 'is_new': [True, False]}}).shape",
    "import numpy as np\nX = np.linspace(-1, 1, 40)[:, None]\nfitted = knotwork.KnotworkRegressor(hidden=(), stages=[{{'kind': 'fit', 'steps': 4, 'starts': {{'count': 1, 'steps': 3}}}}]).fit(X, X[:, 0]**2)\nfitted",
    "round(fitted.score(X, X[:, 0]**2), 1)",
]


class Notebook(unittest.TestCase):
    def test_shows_models_and_what_they_predict(self):
        runs = Runs('several')
        self.addCleanup(runs.remove)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.format(package=str(Path(__file__).parents[1]))) for cell in CELLS])
        NotebookClient(notebook, kernel_name='python3', timeout=300, resources={'metadata': {'path': str(runs.folder)}}).execute()
        model, shape, fitted, score = (cell.outputs[-1].data for cell in notebook.cells)
        for shown, words in ((model, 'widths 2, 2, 2, '), (fitted, 'KnotworkRegressor(hidden=()')):
            self.assertIn(words, shown['text/plain'] if shown is fitted else shown['text/html'].replace('&lt;', '<'))
            self.assertIn('<img alt="Picture of the network"', shown['text/html'])
            self.assertIn('<th>rmse</th>', shown['text/html'])
        self.assertEqual((shape['text/plain'], float(score['text/plain'].split('(')[-1].rstrip(')'))), ('(2, 2)', 1.0))


if __name__ == '__main__':
    unittest.main()
