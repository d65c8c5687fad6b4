"""The code of docs/python.md and of packages/python/README.md, line by line as it stands there."""
import os
import re
import tempfile
import unittest
from pathlib import Path

import numpy

import runs

ROOT = Path(__file__).parents[3]


class Docs(unittest.TestCase):
    def test_code_of_the_page_runs(self):
        blocks = re.findall(r'```python\n(.*?)```', (ROOT / 'docs/python.md').read_text('utf8'), re.DOTALL)
        self.assertEqual(len(blocks), 2)
        with tempfile.TemporaryDirectory(prefix='knotwork-tests-') as folder:
            (Path(folder) / 'examples').symlink_to(ROOT / 'examples')
            runs.command('run', 'examples/csv-regression.yaml', '--out', 'runs/concrete', '--quiet', cwd=folder)
            before = os.getcwd()
            self.addCleanup(os.chdir, before)
            os.chdir(folder)
            names = {}
            for block in blocks:
                exec(block, names)
            os.chdir(before)
            residuals = names['rows']['compressive_strength'] - names['strength']
            self.assertLess((residuals**2).mean()**0.5, 6)
            inside = (names['lower'] < names['rows']['compressive_strength']) & (names['rows']['compressive_strength'] < names['upper'])
            self.assertGreater(inside.mean(), 0.85)
            self.assertEqual(runs.knotwork.load(Path(folder) / 'runs/from-python').inputs, ['cement', 'water', 'age'])

    def test_code_of_the_readme_runs(self):
        (block,) = re.findall(r'```python\n(.*?)```', (ROOT / 'packages/python/README.md').read_text('utf8'), re.DOTALL)
        rng = numpy.random.default_rng(1)
        X = rng.uniform(-1, 1, (60, 2))
        with tempfile.TemporaryDirectory(prefix='knotwork-tests-') as folder:
            (Path(folder) / 'table.csv').write_text('a,b,y\n' + '\n'.join(f'{a},{b},{a + b * b}' for a, b in X))
            runs.command('new', 'table.csv', '--target', 'y', '--quiet', cwd=folder)
            runs.command('run', 'table.yaml', 'network.widths=[2,1]', '--out', 'runs/concrete', '--quiet', cwd=folder)
            before = os.getcwd()
            self.addCleanup(os.chdir, before)
            os.chdir(folder)
            exec(block, {'X': X, 'y': X[:, 0] + X[:, 1]**2})
            os.chdir(before)


if __name__ == '__main__':
    unittest.main()
