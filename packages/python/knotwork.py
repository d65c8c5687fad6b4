"""
Knotwork in Python: predictions of trained Kolmogorov-Arnold networks, and estimators for scikit-learn.

    model = knotwork.load('runs/concrete')        # the folder of a run; NumPy is all that it takes
    model.predict(X)

    KnotworkRegressor().fit(X, y).predict(X)      # starts the command `knotwork`, which trains

One file, to be installed or copied. What a network computes is written in docs/network-file.md of Knotwork.
"""
import base64
import html
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.utils.validation import check_is_fitted
    _HAS_SKLEARN = True
except ImportError:
    _HAS_SKLEARN = False

__version__ = '0.1.0'
__all__ = ['KnotworkClassifier', 'KnotworkRegressor', 'Model', 'load']

# Functions of one variable. They take complex numbers, too, and choose pieces by real parts: so derivatives are exact, see _slope.


def _relu(x):
    return np.where(np.real(x) > 0, x, 0)


def _decay(x):
    """e^-|x|, which never overflows."""
    return np.exp(np.where(np.real(x) > 0, -x, x))


def _sigmoid(x):
    e = _decay(x)
    return np.where(np.real(x) > 0, 1, e) / (1 + e)


FUNCTIONS = {
    'identity': lambda x: x,
    'relu': _relu,
    'sigmoid': _sigmoid,
    'silu': lambda x: x * _sigmoid(x),
    'softplus': lambda x: _relu(x) + np.log1p(_decay(x)),
    'tanh': np.tanh,
    'sine': lambda x, frequency=1: np.sin(frequency * x),
    'gelu': lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x * x * x))),
}

MOTHERS = {
    'mexican-hat': lambda t: (1 - t * t) * np.exp(-t * t / 2),
    'morlet': lambda t: np.cos(5 * t) * np.exp(-t * t / 2),
    'gaussian-slope': lambda t: t * np.exp((1 - t * t) / 2),
}


def _power(x, n):
    result = x
    for _ in range(n - 1):
        result = result * x
    return result


class _Domain:
    """Where an input of a term lies: its domain [a, b], and knots of its own or none."""

    def __init__(self, a, b, knots):
        self.a, self.b, self.knots = float(a), float(b), knots

    def position(self, u):
        return (u - self.a) / (self.b - self.a)

    def grid(self, intervals):
        return np.arange(intervals + 1.0) if self.knots is None else self.knots

    def extended(self, intervals, more):
        """The knots, and more of them at each end, as far apart as the outer two."""
        grid, steps = self.grid(intervals), np.arange(1, more + 1)
        return np.concatenate([grid[0] - (grid[1] - grid[0]) * steps[::-1], grid, grid[-1] + (grid[-1] - grid[-2]) * steps])

    def cell(self, t, intervals):
        """The interval of each t; of one outside the first or the last."""
        return np.clip(np.searchsorted(self.grid(intervals), np.real(t), 'right') - 1, 0, intervals - 1)


# Bases: `u` in the units of the term and `at`, its domain, give one row for each u and one column for each function.


def _b_spline(u, at, shape, degree=3, intervals=5):
    t, knots = intervals * at.position(u), at.extended(intervals, degree)
    cell = at.cell(t, intervals)
    first = cell + degree                                 # the knot at which the interval begins
    live = [np.ones_like(t)]                              # Cox and de Boor: the functions that are not zero on the interval
    for d in range(1, degree + 1):
        w = [value / (knots[first + j + 1] - knots[first + j + 1 - d]) for j, value in enumerate(live)]
        live = [(w[j - 1] * (t - knots[first + j - d]) if j > 0 else 0) + (w[j] * (knots[first + j + 1] - t) if j < d else 0) for j in range(d + 1)]
    values = np.zeros((len(t), intervals + degree), t.dtype)
    for j, value in enumerate(live):
        values[np.arange(len(t)), cell + j] = value
    return values


def _polynomials(t, n, step):
    values = [np.ones_like(t), t]
    while len(values) <= n:
        values.append(step(len(values), values[-1], values[-2]))
    return np.stack(values[:n + 1], 1)


def _chebyshev(u, at, shape, degree=10):
    q = 2 * at.position(u) - 1
    return _polynomials(q, degree, lambda n, one, two: 2 * q * one - two)


def _legendre(u, at, shape, degree=10):
    q = 2 * at.position(u) - 1
    return _polynomials(q, degree, lambda n, one, two: ((2 * n - 1) * q * one - (n - 1) * two) / n)


def _fourier(u, at, shape, modes=5, trainFrequency=False):
    w = shape.get('frequency', 1) * np.pi * (at.position(u) - 0.5)
    return np.stack([np.ones_like(w)] + [f(m * w) for m in range(1, modes + 1) for f in (np.cos, np.sin)], 1)


def _bumps(u, at, intervals, width):
    h = int(np.ceil(2 * width))
    return (intervals * at.position(u)[:, None] - np.arange(-h, intervals + h + 1)) / width


def _gaussian_rbf(u, at, shape, intervals=6, width=1):
    d = _bumps(u, at, intervals, width)
    return np.exp(-d * d)


def _tanh_bump(u, at, shape, intervals=5, width=1.5):
    d = np.tanh(_bumps(u, at, intervals, width))
    return 1 - d * d


def _relu_power(u, at, shape, intervals=7, width=5, power=4):
    t, knots, i = intervals * at.position(u), at.extended(intervals, width), np.arange(1 - width, intervals)
    s, e = knots[i + width], knots[i + 2 * width]
    cell, t = at.cell(t, intervals)[:, None], t[:, None]
    return np.where((i <= cell) & (cell < i + width), _power(4 * (t - s) * (e - t) / (e - s)**2, power), 0)


def _wavelet(u, at, shape, mother='mexican-hat', count=4):
    q = 2 * at.position(u) - 1
    return np.stack([MOTHERS[mother]((q - shape[f'shift{k}']) / shape[f'scale{k}']) for k in range(count)], 1)


def _rational(u, at, shape, degree=6, denominatorDegree=2):
    r = (2 * at.position(u) - 1 - shape['shift']) / shape['scale']
    t = _polynomials(r, max(degree, denominatorDegree), lambda n, one, two: 2 * r * one - two)
    q = t[:, :denominatorDegree + 1] @ np.array([shape[f'q{j}'] for j in range(denominatorDegree + 1)])
    return np.concatenate([t[:, :1], t[:, 1:degree + 1] / (1 + q * q)[:, None]], 1)


def _shared_spline(u, at, shape, degree=3, intervals=5):
    t = intervals * at.position(u)
    spline, factorial = 0, np.prod(np.arange(1.0, degree + 1))
    for k in range(intervals + degree):
        inside = t - (k - degree)
        inside = np.where(np.real(inside) < 0, 0, np.where(np.real(inside) > degree + 1, degree + 1, inside))
        factor, total = 1, 0
        for j in range(degree + 1):                       # truncated powers
            total = total + factor * _power(_relu(inside - j), degree)
            factor *= -(degree + 1 - j) / (j + 1)
        spline = spline + shape[f's{k}'] * total / factorial
    return (FUNCTIONS['silu'](u) + spline)[:, None]


BASES = {
    'b-spline': _b_spline, 'chebyshev': _chebyshev, 'legendre': _legendre, 'fourier': _fourier, 'gaussian-rbf': _gaussian_rbf, 'tanh-bump': _tanh_bump,
    'relu-power': _relu_power, 'wavelet': _wavelet, 'rational': _rational, 'shared-spline': _shared_spline,
    'function': lambda u, at, shape, f: _function(f)(shape['a'] * u + shape['b'])[:, None],
    'affine': lambda u, at, shape: u[:, None],
}
EDGES = ('residual', 'plain')
LAYERS = ('kan', 'mixed', 'multiplicative', 'mlp', 'spline-mlp')
INPUT_MAPS = {'interval': lambda x: x, 'raw': lambda x: x, 'tanh': np.tanh, 'sigmoid': _sigmoid}


def _use(use):
    """A use of a plugin: its name and its options."""
    return (use, {}) if isinstance(use, str) else (use['kind'], {k: v for k, v in use.items() if k != 'kind'})


def _function(use):
    kind, options = _use(use)
    return (lambda x: FUNCTIONS[kind](x, **options)) if options else FUNCTIONS[kind]


def _slope(values, u):
    """The derivative of values at the number u, exact but for rounding: the imaginary part of a step along the imaginary axis."""
    return np.imag(values(np.array([complex(u, 1e-150)])))[0] / 1e-150


def _continued(values, u, at, outside):
    """Values of functions, continued outside of their domain."""
    a, b = at.a, at.b
    if outside == 'free':
        return values(u)
    if outside == 'periodic':
        return values(u - np.floor((u - a) / (b - a)) * (b - a))
    result = values(np.clip(u, a, b))
    if outside == 'linear':
        for end, there in ((a, u < a), (b, u > b)):
            if there.any():
                result[there] += np.outer(u[there] - end, _slope(values, end))
    return result


class _Term:
    """Functions of one basis on some edges of a layer."""

    def __init__(self, term, inputs, sums, tensors):
        self.term = term
        choice = term.get('edges', {})
        off = {tuple(pair) for pair in choice.get('except', [])}
        edges = [tuple(pair) for pair in choice['only']] if 'only' in choice else [(i, s) for i in range(inputs) for s in range(sums) if (i, s) not in off]
        self.to = np.array([s for _, s in edges], int)
        sources = np.array([i for i, _ in edges], int)
        self.inputs = sorted(set(sources.tolist()))
        self.edges_of = [np.flatnonzero(sources == i) for i in self.inputs]
        self.tensors = tensors
        self.shapes = {name[6:]: values for name, values in tensors.items() if name.startswith('shape.')}
        self.has_edge_shapes = any(len(values) not in (1, len(self.inputs)) for values in self.shapes.values())

    def add(self, h, z):
        """Adds what the edges give to sums z, both one row for each sample."""
        kind, options = _use(self.term['basis'])
        edge, edge_options = _use(self.term['edge'])
        base, _ = _use(edge_options.get('base', 'silu')) if edge == 'residual' else ('none', {})
        base = None if base == 'none' else _function(edge_options.get('base', 'silu'))
        input_map = self.term['inputMap']
        outside = 'free' if input_map in ('tanh', 'sigmoid') else self.term['outside']
        weights = self.tensors['coefficients']
        if 'basisWeight' in self.tensors:
            weights = weights * self.tensors['basisWeight'][:, None]
        for live, (i, edges) in enumerate(zip(self.inputs, self.edges_of)):
            u = INPUT_MAPS[input_map](h[:, i])
            at = _Domain(*self.tensors['domain'][live], self.tensors['knots'][live] if 'knots' in self.tensors else None)
            for group in ([[e] for e in edges] if self.has_edge_shapes else [edges]):
                shape = {name: v[0 if len(v) == 1 else live if len(v) == len(self.inputs) else group[0]] for name, v in self.shapes.items()}
                z[:, self.to[group]] += _continued(lambda v: BASES[kind](v, at, shape, **options), u, at, outside) @ weights[group].T
            if base is not None:
                z[:, self.to[edges]] += np.outer(base(h[:, i]), self.tensors['baseWeight'][edges])


class _Network:
    """One network: its two files."""

    def __init__(self, text, safetensors, place):
        self.about = json.loads(text)
        _require_known(self.about, place)
        _require_whole(text, self.about, safetensors, place)
        tensors = _read_tensors(safetensors)
        self.layers = []
        for number, layer in enumerate(self.about['layers']):
            bias = tensors[f'layers.{number}.bias']
            start = f'layers.{number}.terms.'
            terms = []
            for t, term in enumerate(layer['terms']):
                own = {name[len(f'{start}{t}.'):]: values for name, values in tensors.items() if name.startswith(f'{start}{t}.')}
                terms.append(_Term(term, layer['inputs'], len(bias), own))
            self.layers.append((layer, bias, terms))

    def outputs(self, x):
        """[rows, inputs] to [rows, outputs], both in the user's units."""
        h = np.stack([_to_network(v['map'], x[:, i]) for i, v in enumerate(self.about['inputs'])], 1)
        for layer, bias, terms in self.layers:
            z = np.tile(bias, (len(x), 1))
            for term in terms:
                term.add(h, z)
            h = _nodes(layer, z)
        return np.stack([h[:, j] * v['map']['scale'] + v['map']['center'] for j, v in enumerate(self.about['outputs'])], 1)


def _nodes(layer, z):
    kind, options = _use(layer['layer'])
    if kind == 'kan' and options.get('node', 'sum') == 'mean':
        return z / layer['inputs']
    if kind == 'multiplicative':
        plain = layer['outputs'] - options.get('products', 1)
        return np.concatenate([z[:, :plain], z[:, plain:].reshape(len(z), -1, options.get('arity', 2)).prod(2)], 1)
    return _function(options.get('activation', 'silu'))(z) if kind == 'mlp' else z


def _to_network(m, u):
    if m['kind'] == 'affine':
        return (u - m['center']) / m['scale']
    if m['kind'] == 'robust':
        return np.arcsinh((u - m['center']) / m['scale'])
    x, y = np.array(m['knots']), np.array(m['values'])
    k = np.clip(np.searchsorted(x, u, 'right') - 1, 0, len(x) - 2)
    return y[k] + (u - x[k]) / (x[k + 1] - x[k]) * (y[k + 1] - y[k])


def _require_known(about, place):
    if about.get('knotwork') != 2:
        raise ValueError(f'{place}: network.json has format {about.get("knotwork")!r}, and this knotwork.py ({__version__}) reads 2. Install the knotwork.py of the same version.')
    later = set(about['requires']) - {'map robust', 'map rank'}
    if later:
        raise ValueError(f'{place}: its network needs {", ".join(sorted(later))}, which this knotwork.py ({__version__}) does not know. Install a later one.')
    known = {'basis': BASES, 'edge': EDGES, 'layer': LAYERS, 'function': FUNCTIONS}
    for package in about['plugins']:
        for name in package['names']:
            kind, plugin = name.split(' ', 1)
            if plugin not in known.get(kind, ()):
                raise ValueError(f'{place}: its network has the {kind} "{plugin}" of the package {package["package"]}, which knotwork.py cannot compute. Predict with `knotwork predict {place} ROWS`.')


def _require_whole(text, about, safetensors, place):
    said = about.get('checksum')
    if said is not None and int(said, 16) != zlib.crc32(safetensors, zlib.crc32(re.sub(rb'("checksum":\s*")[0-9a-f]{8}"', rb'\g<1>00000000"', text))):
        raise ValueError(f'{place}: network.json and network.safetensors are damaged, or do not belong together. Copy or train them again.')


def _read_tensors(data):
    start = 8 + int.from_bytes(data[:8], 'little')
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name.startswith('layers.'):
            begin, end = entry['data_offsets']
            tensors[name] = np.frombuffer(data[start + begin:start + end], '<f8').reshape(entry['shape'])
    return tensors


# Models: what `load` gives.

_KEPT = re.compile(r'(members/\d+/)?[a-z]+\.(json|jsonl|safetensors|npz|svg)')
_MISSING_WORDS = {'na', 'n/a', 'nan', 'null', 'none', '?'}
_NUMBER = re.compile(r'[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?', re.IGNORECASE | re.ASCII)
_BOOLEANS = {'false': 0.0, 'no': 0.0, 'true': 1.0, 'yes': 1.0}
#: Rows that are computed together.
_ROWS = 4096


def load(path):
    """
    Loads the folder of a run of Knotwork; its two files network.json and network.safetensors are enough for predictions.

    :raises FileNotFoundError: where there is no network
    :raises ValueError: for files that are damaged, and for a network of plugins that this file does not know
    """
    folder = Path(path)
    names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob('*') if file.is_file())
    return Model({name: (folder / name).read_bytes() for name in names if _KEPT.fullmatch(name)}, str(path))


class Model:
    """
    A trained network, or several whose mean is meant.

    :ivar task: 'regression' or 'classification'
    :ivar name: of the experiment, or None
    :ivar inputs: names of the inputs of the network
    :ivar columns: names of the columns that inputs are made of: the same, unless the run had categories or missing cells
    :ivar outputs: names of the outputs
    :ivar classes: names of the classes, in the order of the outputs; empty for a regression
    :ivar metrics: what the run measured, by 'train', 'validation' and 'test', or None
    """

    def __init__(self, files, place='the model'):
        self.files = files
        result, record = (json.loads(files[name]) if name in files else {} for name in ('result.json', 'run.json'))
        members = [k + 1 for k, member in enumerate(result.get('members', [])) if not member.get('isLeftOut')]
        self._networks = [self._read(place, f'members/{k}/') for k in members] or [self._read(place, '')]
        about = self._networks[0].about
        self.task, self.classes = about['task'], list(about['classes'])
        self.inputs, self.outputs = ([v['name'] for v in about[key]] for key in ('inputs', 'outputs'))
        self.name, self.metrics = record.get('experiment', {}).get('name'), result.get('metrics')
        self._encoding = next(iter((record.get('encoding') or {}).values()), None)
        self.columns = self.inputs if self._encoding is None else [column['column'] for column in self._encoding['columns']]

    def _read(self, place, folder):
        for name in ('network.json', 'network.safetensors'):
            if folder + name not in self.files:
                raise FileNotFoundError(f'{place} has no {folder}{name}: it is not the folder of a run that has trained a network. Runs are kept in runs/NAME/ID, or where --out said.')
        return _Network(self.files[folder + 'network.json'], self.files[folder + 'network.safetensors'], place)

    def predict(self, X):
        """
        What the model says of rows.

        :param X: numbers, [rows, inputs]; or columns by name, a DataFrame of pandas or a dict of lists: numbers, booleans, categories, missing cells, as the run learned them
        :returns: numbers in the user's units, [rows], or [rows, outputs] of several outputs; of a classification names of classes, [rows]
        """
        outputs = self.decision_function(X)
        if self.task == 'classification':
            return np.array(self.classes)[outputs.argmax(1)]
        return outputs[:, 0] if len(self.outputs) == 1 else outputs

    def predict_proba(self, X):
        """Probabilities of the classes, [rows, classes]."""
        if self.task != 'classification':
            raise ValueError('Probabilities are of classifications; the task of this model is regression. Use predict.')
        return _softmax(self.decision_function(X))

    def decision_function(self, X):
        """The outputs themselves, [rows, outputs]; of a classification before softmax."""
        return self._outputs(self.encode(X))

    def encode(self, X):
        """What the network gets of rows, [rows, inputs], see `predict`."""
        x = self._columns(X)
        wrong = np.argwhere(~np.isfinite(x))
        if len(wrong):
            row, i = wrong[0]
            raise ValueError(f'Row {row} has {x[row, i]} for the input "{self.inputs[i]}", and inputs are finite numbers. Leave the row out or fill it.')
        return x

    def save(self, folder):
        """Writes the files of the run into a folder that is not there or empty: one that the command takes, as in `knotwork predict FOLDER ROWS`."""
        folder = Path(folder)
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(f'{folder} is not empty. Name another folder, or empty it.')
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    def _outputs(self, x):
        if len(x) == 0:
            return np.zeros((0, len(self.outputs)))
        return np.concatenate([sum(network.outputs(x[k:k + _ROWS]) for network in self._networks) / len(self._networks) for k in range(0, len(x), _ROWS)])

    def _columns(self, X):
        if hasattr(X, 'columns') or isinstance(X, dict):
            there = [str(name) for name in (X.columns if hasattr(X, 'columns') else X)]
            absent = [name for name in self.columns if name not in there]
            if absent:
                raise ValueError(f'There is no column {", ".join(map(repr, absent))}. The model learned from {", ".join(map(repr, self.columns))}; there are {", ".join(map(repr, there))}.')
            by_name = dict(zip(there, (X.iloc[:, k] for k in range(len(there))) if hasattr(X, 'iloc') else (X[name] for name in X)))
            return self._encoded([np.asarray(by_name[name], object if self._encoding else None) for name in self.columns])
        X = np.asarray(X)
        if X.ndim != 2 or X.shape[1] not in (len(self.inputs), len(self.columns)):
            raise ValueError(f'X has the shape {X.shape}; it must be [rows, {len(self.columns)}], a column for each of {", ".join(self.columns)}.')
        return self._encoded(list(X.T)) if X.shape[1] == len(self.columns) else X.astype(float)

    def _encoded(self, columns):
        if self._encoding is None:
            return np.stack([np.asarray(cells, float) for cells in columns], 1)
        policy = self._encoding['missing']
        parts = [_encode(cells, column, policy) for cells, column in zip(columns, self._encoding['columns'])]
        return np.concatenate(parts, 1)

    def __repr__(self):
        measured = ''.join(f', {split} {name} {value:.3g}' for split, name, value in self._best_metrics())
        widths = [self._networks[0].about['layers'][0]['inputs'], *(layer['outputs'] for layer, _, _ in self._networks[0].layers)]
        several = '' if len(self._networks) == 1 else f', {len(self._networks)} members'
        return f'<knotwork.Model {self.name or ""}: {self.task}, widths {", ".join(map(str, widths))}{several}{measured}>'

    def _best_metrics(self):
        for split in ('test', 'validation', 'train'):
            for name in ('rmse', 'accuracy'):
                value = ((self.metrics or {}).get(split) or {}).get(name)
                if value is not None:
                    return [(split, name, value)]
        return []

    def _repr_html_(self):
        return f'<div><p>{html.escape(repr(self))}</p>{self._metrics_html()}{self._picture_html()}</div>'

    def _picture_html(self):
        svg = self.files.get('network.svg')
        # As an image it keeps its styles and its ids to itself.
        return '' if svg is None else f'<img alt="Picture of the network" style="max-width:100%" src="data:image/svg+xml;base64,{base64.b64encode(svg).decode()}">'

    def _metrics_html(self):
        splits = [(split, of) for split, of in (self.metrics or {}).items() if of]
        names = list(dict.fromkeys(name for _, of in splits for name in of))
        head = ''.join(f'<th>{html.escape(name)}</th>' for name in names)
        cell = lambda value: '<td></td>' if value is None else f'<td>{value:.4g}</td>'
        rows = ''.join(f'<tr><th>{html.escape(split)}</th>{"".join(cell(of.get(name)) for name in names)}</tr>' for split, of in splits)
        return f'<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>' if splits else ''


def _softmax(outputs):
    powers = np.exp(outputs - outputs.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _encode(cells, column, policy):
    """Inputs of one column, [rows, inputs], as run.json says."""
    missing = np.array([_is_missing(cell, policy) for cell in cells], bool)
    if column['as'] == 'levels':
        values = _level_inputs(cells, missing, column)
    else:
        read = _boolean if column['as'] == 'boolean' else _number
        values = np.array([column.get('fill', np.nan) if gap else read(cell) for cell, gap in zip(cells, missing)], float)[:, None]
        wrong = np.flatnonzero(~np.isfinite(values[:, 0]))
        if len(wrong):
            row = wrong[0]
            what = 'nothing there' if missing[row] else repr(cells[row])
            raise ValueError(f'Row {row} has {what} in column "{column["column"]}", which the run learned as {"true and false" if column["as"] == "boolean" else "numbers"}. Leave the row out or fill it.')
    return np.column_stack([values, missing]) if column.get('indicator') else values


def _level_inputs(cells, missing, column):
    levels = column['levels']
    are_numbers = all(_NUMBER.fullmatch(level) for level in levels)
    index = {float(level) if are_numbers else level: k for k, level in enumerate(levels)}
    values, strange = np.zeros((len(cells), len(levels))), []
    for row, cell in enumerate(cells):
        if missing[row]:
            continue
        number = _number(cell)
        k = index.get(number if are_numbers and number == number else _text(cell))
        if k is None:
            strange.append(_text(cell))
        else:
            values[row, k] = 1
    if strange:
        some = ', '.join(map(repr, sorted(set(strange))[:3]))
        warnings.warn(f'{len(strange)} rows have in column "{column["column"]}" what no training row has, {some}: all inputs of the column are 0 there.', stacklevel=2)
    return values


def _is_missing(cell, policy):
    if isinstance(cell, str):
        return cell.strip() == '' or (policy != 'refuse' and cell.strip().lower() in _MISSING_WORDS)
    return cell is None or type(cell).__name__ in ('NAType', 'NaTType') or cell != cell


def _number(cell):
    if isinstance(cell, str):
        return float(cell) if _NUMBER.fullmatch(cell.strip()) else np.nan
    return float(cell) if isinstance(cell, (int, float, np.number, np.bool_)) else np.nan


def _boolean(cell):
    if isinstance(cell, str):
        return _BOOLEANS.get(cell.strip().lower(), np.nan)
    return float(cell) if cell in (0, 1) else np.nan


def _text(cell):
    """A cell as Knotwork writes it: 3.0 is 3."""
    if isinstance(cell, (bool, np.bool_)):
        return 'true' if cell else 'false'
    if isinstance(cell, (float, np.floating)):
        return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
    return str(cell).strip()
