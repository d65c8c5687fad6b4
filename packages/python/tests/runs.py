"""Runs to test with: the command that KNOTWORK names trains them."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import knotwork

ROWS = {
    'height': [k / 10 for k in range(60)],
    'colour': [['red', 'blue', 'NA'][k % 3] for k in range(60)],
    'size': [None if k % 7 == 3 else k % 5 for k in range(60)],
    'is_new': [k % 4 == 0 for k in range(60)],
    'weight': [(k / 10)**2 + k % 3 + 2 * (k % 4 == 0) for k in range(60)],
    'price': [k / 10 - k % 3 for k in range(60)],
    'kind': [['late', 'early'][k < 30] for k in range(60)],
}
_STAGES = [{'kind': 'fit', 'steps': 6, 'starts': {'count': 1, 'steps': 3}}]


def experiment(target, inputs, widths, dataset=None, network=None, **more):
    table = {'kind': 'table', 'path': 'rows.json', 'target': target, 'inputs': inputs, 'split': {'validation': 0.2, 'test': 0.2}, **(dataset or {})}
    return {'knotwork': 1, 'name': 'rows', 'seed': 1, 'dataset': table, 'network': {'widths': widths, **(network or {})}, 'stages': _STAGES, **more}


EXPERIMENTS = {
    'plain': experiment('weight', ['height'], [1, 2, 1], network={'edge': 'residual'}),
    'several': experiment(['weight', 'price'], ['height', 'is_new'], [2, 2, 2], members=3),
    'classes': experiment('kind', ['height', 'is_new'], [2, 2], {'task': 'classification'}),
    'encoded': experiment('weight', ['height', 'colour', 'size', 'is_new'], [7, 1], {'categories': 'one-hot', 'missing': 'mean'}),
}


def command(*arguments, cwd):
    ended = subprocess.run([*knotwork._command(None), *arguments], cwd=cwd, capture_output=True, encoding='utf8')
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr)
    return ended.stdout


class Runs:
    """A temporary folder with a run of each of some experiments."""

    def __init__(self, *names):
        self.temporary = tempfile.TemporaryDirectory(prefix='knotwork-tests-')
        self.folder = Path(self.temporary.name)
        (self.folder / 'rows.json').write_text(json.dumps(ROWS))
        for name in names:
            (self.folder / f'{name}.json').write_text(json.dumps(EXPERIMENTS[name]))
            command('run', f'{name}.json', '--out', name, '--quiet', cwd=self.folder)

    def remove(self):
        self.temporary.cleanup()


def environment_without(package):
    """Arguments of Python that run a script as if a package were not installed."""
    return ['-c', f'import sys; sys.modules[{package!r}] = None; exec(sys.stdin.read())'], {**os.environ, 'PYTHONPATH': str(Path(__file__).parents[1])}
