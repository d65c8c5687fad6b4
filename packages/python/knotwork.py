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
import io
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
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import column_or_1d, validate_data
except ImportError:
    validate_data = None

__version__ = '0.1.0'
__all__ = ['KnotworkClassifier', 'KnotworkRegressor', 'Model', 'load']

# Functions of one variable. They take complex numbers, too, and choose pieces by real parts: so derivatives are exact, see _slope.


def _relu(x):
    return np.where(np.real(x) >= 0, x, 0)                # where a slope jumps, it is the one on the right


def _decay(x):
    """e^-|x|, which never overflows."""
    return np.exp(np.where(np.real(x) > 0, -x, x))


def _sigmoid(x):
    e = _decay(x)
    return np.where(np.real(x) > 0, 1, e) / (1 + e)


# Of the error function, from the constant up: erf(x) / x - 1 in x^2 for |x| < 1, and log(1 - erf(1 + u)) in u above.
_ERF_BELOW = [
    0.1283791670955126, -0.3761263890318375, 0.11283791670954857, -0.026866170645072893, 0.005223977624780861, -0.0008548326978741854, 0.0001205533103688645,
    -1.4925593506565537e-05, 1.6460972811717925e-06, -1.6350025165790623e-07, 1.465787945866897e-08, -1.1365664485041227e-09, 5.945259274357158e-11,
]
_ERF_ABOVE = [
    -1.8496055099332482, -2.638967514234783, -0.8431072563591723, -0.04156109802884663, 0.010033825211670962, -0.0019779013895208225, 0.00023731704855531463,
    2.6294824890677553e-05, -2.7196349396782514e-05, 9.66804379629788e-06, -2.128825458146044e-06, 2.0266573518919538e-07, 5.909678491066561e-08,
    -3.378777922255727e-08, 8.620396358584446e-09, -1.3363923093186337e-09, 1.2107584625916595e-10, -4.944624696504607e-12,
]


def _polynomial(coefficients, z):
    result = 0
    for c in reversed(coefficients):
        result = result * z + c
    return result


def _abs(x):
    return np.where(np.real(x) < 0, -x, x)


def _erf(x):
    a = _abs(x)
    inside = np.where(np.real(a) < 1, x, 0)
    outside = 1 - np.exp(_polynomial(_ERF_ABOVE, np.where(np.real(a) < 6, a, 6) - 1))
    return np.where(np.real(a) < 1, inside + inside * _polynomial(_ERF_BELOW, inside * inside), np.where(np.real(x) < 0, -outside, outside))


# Of the Bessel function J0, from the constant up: J0(x) in x^2 / 32 - 1 for |x| < 8, and P and Q in 64 / x^2 beyond.
_J0_NEAR = [
    0.045829664859813754, 0.9303012472958572, -0.6484692830871821, -0.8080888076696872, 1.0383794611436883, -0.507468045847101, 0.14598884856785535,
    -0.028472718610877044, 0.00405807898810883, -0.0004435459224433769, 3.8473200057927604e-05, -2.717749207626176e-06, 1.595584886623164e-07,
    -7.91533375368561e-09, 3.3794624520643e-10, -1.2430166156640003e-11,
]
_J0_P = [
    1.0, -0.0010986328124932216, 2.738088336416646e-05, -2.1839132224663715e-06, 3.6197587678123504e-07, -1.0205645707974409e-07, 4.254629179056212e-08,
    -2.220099170347738e-08, 1.1738404575364431e-08, -5.095567444408914e-09, 1.47503939674105e-09, -2.0391504603194497e-10,
]
_J0_Q = [
    -0.12499999999999999, 0.0011444091796844857, -5.544628928009036e-05, 6.590752087383666e-06, -1.4531181940492277e-06, 5.128257431965472e-07,
    -2.61938980184399e-07, 1.7385986393728487e-07, -1.2947581797739705e-07, 9.196525551432181e-08, -5.407988796219156e-08, 2.3263295615237087e-08,
    -6.31275784229042e-09, 7.992208184983238e-10,
]


def _bessel_j0(x):
    a = _abs(x)
    is_near = np.real(a) < 8
    near, far = np.where(is_near, a, 8), np.where(is_near, 8, a)
    w = 64 / (far * far)
    sin, cos = np.sin(far), np.cos(far)
    wave = (_polynomial(_J0_P, w) * (cos + sin) - _polynomial(_J0_Q, w) / far * (sin - cos)) / np.sqrt(np.pi * far)
    return np.where(is_near, _polynomial(_J0_NEAR, near * near / 32 - 1), wave)


FUNCTIONS = {
    'abs': _abs,
    'arccos': np.arccos,
    'arcsin': np.arcsin,
    'arctan': np.arctan,
    'arctanh': np.arctanh,
    'bessel-j0': _bessel_j0,
    'cosh': np.cosh,
    'cosine': np.cos,
    'cube': lambda x: x * x * x,
    'erf': _erf,
    'exp': np.exp,
    'fifth-power': lambda x: x * (x * x) ** 2,
    'fourth-power': lambda x: (x * x) ** 2,
    'gaussian': lambda x: np.exp(-x * x),
    'log': np.log,
    'reciprocal': lambda x: 1 / x,
    'reciprocal-cube': lambda x: 1 / (x * x * x),
    'reciprocal-fifth-power': lambda x: 1 / (x * (x * x) ** 2),
    'reciprocal-fourth-power': lambda x: 1 / (x * x) ** 2,
    'reciprocal-sqrt': lambda x: 1 / np.sqrt(x),
    'reciprocal-square': lambda x: 1 / (x * x),
    'sign': lambda x: np.sign(np.real(x)),
    'sinh': np.sinh,
    'sqrt': np.sqrt,
    'square': lambda x: x * x,
    'tangent': np.tan,
    'power': lambda x, exponent=0.5: x ** exponent,
    'three-halves-power': lambda x: x * np.sqrt(x),
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
    """Where an input of a term lies: its domain [a, b], and knots of its own or none; and which functions there are."""

    def __init__(self, a, b, knots, plugins):
        self.a, self.b, self.knots, self.plugins = float(a), float(b), knots, plugins

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


def _fourier(u, at, shape, modes=5, periodic=False, trainFrequency=False):
    w = shape.get('frequency', 1) * (2 * np.pi if periodic else np.pi) * (at.position(u) - 0.5)
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
        inside = np.where(np.real(inside) < 0, 0, np.where(np.real(inside) >= degree + 1, degree + 1, inside))
        factor, total = 1, 0
        for j in range(degree + 1):                       # truncated powers
            total = total + factor * _power(_relu(inside - j), degree)
            factor *= -(degree + 1 - j) / (j + 1)
        spline = spline + shape[f's{k}'] * total / factorial
    return (FUNCTIONS['silu'](u) + spline)[:, None]


BASES = {
    'b-spline': _b_spline, 'chebyshev': _chebyshev, 'legendre': _legendre, 'fourier': _fourier, 'gaussian-rbf': _gaussian_rbf, 'tanh-bump': _tanh_bump,
    'relu-power': _relu_power, 'wavelet': _wavelet, 'rational': _rational, 'shared-spline': _shared_spline,
    'polynomial': lambda u, at, shape, degree=3: np.stack([u**n for n in range(1, degree + 1)], 1),
    'function': lambda u, at, shape, f, a=1, b=0: _function(f, at.plugins)(shape['a'] * u + shape['b'])[:, None],
    'affine': lambda u, at, shape: u[:, None],
}
EDGES = ('residual', 'plain')
LAYERS = ('kan', 'mixed', 'multiplicative', 'mlp', 'spline-mlp')
INPUT_MAPS = {'interval': lambda x: x, 'raw': lambda x: x, 'tanh': np.tanh, 'sigmoid': _sigmoid}


def _use(use):
    """A use of a plugin: its name and its options."""
    return (use, {}) if isinstance(use, str) else (use['kind'], {k: v for k, v in use.items() if k != 'kind'})


def _function(use, plugins):
    kind, options = _use(use)
    function = plugins.get(f'function {kind}') or FUNCTIONS[kind]
    return (lambda x: function(x, **options)) if options else function


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
    """Functions of one basis on some edges of a layer. Takes its tensors, whose names begin with `start`."""

    def __init__(self, term, inputs, sums, tensors, start, plugins):
        self.term, self.plugins = term, plugins
        choice = term.get('edges', {})
        off = {tuple(pair) for pair in choice.get('except', [])}
        edges = [tuple(pair) for pair in choice['only']] if 'only' in choice else [(i, s) for i in range(inputs) for s in range(sums) if (i, s) not in off]
        self.to = np.array([s for _, s in edges], int)
        sources = np.array([i for i, _ in edges], int)
        self.inputs = sorted(set(sources.tolist()))
        self.edges_of = [np.flatnonzero(sources == i) for i in self.inputs]
        self.tensors, self.shapes = _tensors_of_term(term, tensors, start, len(edges), len(self.inputs), plugins)
        self.has_edge_shapes = any(len(values) not in (1, len(self.inputs)) for values in self.shapes.values())

    def add(self, h, z):
        """Adds what the edges give to sums z, both one row for each sample."""
        kind, options = _use(self.term['basis'])
        edge, edge_options = _use(self.term['edge'])
        base, _ = _use(edge_options.get('base', 'silu')) if edge == 'residual' else ('none', {})
        base = None if base == 'none' else _function(edge_options.get('base', 'silu'), self.plugins)
        functions = self.plugins.get(f'basis {kind}') or BASES[kind]
        input_map = self.term['inputMap']
        outside = 'free' if input_map in ('tanh', 'sigmoid') else self.term['outside']
        weights = self.tensors['coefficients']
        if 'basisWeight' in self.tensors:
            weights = weights * self.tensors['basisWeight'][:, None]
        for live, (i, edges) in enumerate(zip(self.inputs, self.edges_of)):
            u = INPUT_MAPS[input_map](h[:, i])
            at = _Domain(*self.tensors['domain'][live], self.tensors['knots'][live] if 'knots' in self.tensors else None, self.plugins)
            for group in ([[e] for e in edges] if self.has_edge_shapes else [edges]):
                shape = {name: v[0 if len(v) == 1 else live if len(v) == len(self.inputs) else group[0]] for name, v in self.shapes.items()}
                z[:, self.to[group]] += _continued(lambda v: functions(v, at, shape, **options), u, at, outside) @ weights[group].T
            if base is not None:
                z[:, self.to[edges]] += np.outer(base(h[:, i]), self.tensors['baseWeight'][edges])


class _Network:
    """One network: its two files."""

    def __init__(self, text, safetensors, plugins, place):
        self.plugins = plugins
        self.about = _Description(text, plugins, place).about
        _require_whole(text, self.about, safetensors, place)
        tensors = _Tensors(safetensors, place)
        _require_room(self.about['layers'], tensors.count, place)
        self.layers = []
        for number, layer in enumerate(self.about['layers']):
            sums = _sums(layer)
            terms = [_Term(term, layer['inputs'], sums, tensors, f'layers.{number}.terms.{t}.', plugins) for t, term in enumerate(layer['terms'])]
            self.layers.append((layer, tensors.take(f'layers.{number}.bias', sums), terms))
        tensors.refuse_others()

    def outputs(self, x):
        """[rows, inputs] to [rows, outputs], both in the user's units."""
        inputs = h = np.stack([_to_network(v['map'], x[:, i]) for i, v in enumerate(self.about['inputs'])], 1)
        for layer, bias, terms in self.layers:
            z = np.tile(bias, (len(x), 1))
            for term in terms:
                term.add(h, z)
            h = _nodes(layer, z, self.plugins)
        return np.stack([_held(v, h[:, j], inputs) * v['map']['scale'] + v['map']['center'] for j, v in enumerate(self.about['outputs'])], 1)


#: What a step of a formula does with those before it.
_STEPS = {
    'add': np.add, 'sub': np.subtract, 'mul': np.multiply, 'neg': np.negative, 'reciprocal': np.reciprocal, 'minimum': np.minimum, 'maximum': np.maximum, 'abs': np.abs, 'floor': np.floor,
    'less': lambda a, b: (a < b).astype(float), 'where': lambda a, b, c: np.where(a != 0, b, c), 'sqrt': np.sqrt, 'exp': np.exp, 'log': np.log, 'sin': np.sin, 'cos': np.cos, 'tanh': np.tanh,
    'sigmoid': _sigmoid, 'asin': np.arcsin, 'atan': np.arctan, 'erf': _erf,
}


def _held(output, v, inputs):
    """An output that holds conditions by construction: base + factor v."""
    conditions = output.get('conditions')
    return v if conditions is None else _steps(conditions['base'], inputs) + _steps(conditions['factor'], inputs) * v


def _steps(steps, inputs):
    values = []
    for op, *of in steps:
        if op == 'constant':
            values.append(np.full(len(inputs), float(of[0])))
        elif op == 'input':
            values.append(inputs[:, of[0]])
        else:
            values.append(_STEPS[op](*(values[k] for k in of)))
    return values[-1]


def _nodes(layer, z, plugins):
    kind, options = _use(layer['layer'])
    if kind == 'kan' and options.get('node', 'sum') == 'mean':
        return z / layer['inputs']
    if kind == 'multiplicative':
        arities = _arities(options)
        plain = layer['outputs'] - len(arities)
        ends = plain + np.cumsum([0, *arities])
        return np.column_stack([z[:, :plain], *(z[:, a:b].prod(1) for a, b in zip(ends, ends[1:]))])
    return _function(options.get('activation', 'silu'), plugins)(z) if kind == 'mlp' else z


def _arities(options):
    """How many sums each node multiplies that does."""
    arity = options.get('arity', 2)
    return arity if isinstance(arity, list) else [arity] * options.get('products', 1)


def _to_network(m, u):
    if m['kind'] == 'affine':
        return (u - m['center']) / m['scale']
    if m['kind'] == 'robust':
        return np.arcsinh((u - m['center']) / m['scale'])
    x, y = np.array(m['knots']), np.array(m['values'])
    k = np.clip(np.searchsorted(x, u, 'right') - 1, 0, len(x) - 2)
    return y[k] + (u - x[k]) / (x[k + 1] - x[k]) * (y[k + 1] - y[k])


def _sums(layer):
    kind, options = _use(layer['layer'])
    return layer['outputs'] + sum(arity - 1 for arity in _arities(options)) if kind == 'multiplicative' else layer['outputs']


# What is looked at before anything is computed: all else trusts it. docs/network-file.md says what a reader refuses.

_JSON, _NUMBERS = 'network.json', 'network.safetensors'
_LARGEST = np.finfo(float).max
#: Whether a value may stand somewhere, and what must, in words.
_TEXT = lambda v: isinstance(v, str), 'a text'
_BOOLEAN = lambda v: isinstance(v, bool), 'true or false'
_FINITE = lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) <= _LARGEST, 'a finite number'
_POSITIVE = lambda v: _FINITE[0](v) and v > 0, 'a number above 0'
_NOTHING = lambda v: v == [], 'an empty list'


def _whole(least):
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= least, f'a whole number of at least {least}'


def _one_of(*words):
    return lambda v: isinstance(v, str) and v in words, 'one of ' + ', '.join(words)


def _list_of(rule, least=0):
    return lambda v: isinstance(v, list) and len(v) >= least and all(map(rule[0], v)), f'a list{f" of at least {least}" if least else ""}, of which each is {rule[1]}'


def _either(one, other):
    return lambda v: one[0](v) or other[0](v), f'{one[1]}, or {other[1]}'


_ASCENDING = lambda v: _list_of(_FINITE, 2)[0](v) and all(a < b for a, b in zip(v, v[1:])), 'a list of at least two numbers that ascend'
_FUNCTION, _BASE = 'a function', 'a function or none'

#: Options of what is known, with what each may be.
_OPTIONS = {
    'basis b-spline': {'degree': _whole(0), 'intervals': _whole(1)},
    'basis chebyshev': {'degree': _whole(1)},
    'basis legendre': {'degree': _whole(1)},
    'basis fourier': {'modes': _whole(1), 'periodic': _BOOLEAN, 'trainFrequency': _BOOLEAN},
    'basis gaussian-rbf': {'intervals': _whole(1), 'width': _POSITIVE},
    'basis tanh-bump': {'intervals': _whole(1), 'width': _POSITIVE},
    'basis relu-power': {'intervals': _whole(1), 'width': _whole(2), 'power': _whole(1)},
    'basis wavelet': {'mother': _one_of(*MOTHERS), 'count': _whole(1)},
    'basis rational': {'degree': _whole(1), 'denominatorDegree': _whole(1)},
    'basis shared-spline': {'degree': _whole(1), 'intervals': _whole(1)},
    'basis polynomial': {'degree': _whole(1)},
    'basis function': {'f': _FUNCTION, 'a': _FINITE, 'b': _FINITE},
    'basis affine': {},
    'edge residual': {'base': _BASE},
    'edge plain': {},
    'layer kan': {'node': _one_of('sum', 'mean')},
    'layer mixed': {'bases': _list_of((lambda v: isinstance(v, (str, dict)), 'a basis')), 'by': _one_of('edges', 'inputs', 'outputs')},
    'layer multiplicative': {'products': _whole(1), 'arity': _either(_whole(2), _list_of(_whole(2), 1))},
    'layer mlp': {'activation': _FUNCTION},
    'layer spline-mlp': {'degree': _whole(1), 'intervals': _whole(1)},
    **{f'function {name}': {} for name in FUNCTIONS},
    'function sine': {'frequency': _POSITIVE},
    'function power': {'exponent': _POSITIVE},
}
#: Options without a default.
_NEEDED = {'basis function': 'f', 'layer mixed': 'bases'}

#: How many functions a basis has.
_SIZES = {
    'b-spline': lambda degree, intervals: intervals + degree,
    'chebyshev': lambda degree: degree + 1,
    'legendre': lambda degree: degree + 1,
    'fourier': lambda modes, **_: 2 * modes + 1,
    'gaussian-rbf': lambda intervals, width: intervals + 2 * int(np.ceil(2 * width)) + 1,
    'tanh-bump': lambda intervals, width: intervals + 2 * int(np.ceil(2 * width)) + 1,
    'relu-power': lambda intervals, width, power: intervals + width - 1,
    'wavelet': lambda mother, count: count,
    'rational': lambda degree, denominatorDegree: degree + 1,
    'shared-spline': lambda **_: 1,
    'polynomial': lambda degree: degree,
    'function': lambda **_: 1,
    'affine': lambda: 1,
}
#: Shape parameters of a basis that has some, one after another: the name, whose it is, and whether it must be positive.
_SHAPES = {
    'fourier': lambda trainFrequency, **_: [('frequency', 'input', True)] if trainFrequency else [],
    'wavelet': lambda mother, count: (entry for k in range(count) for entry in ((f'shift{k}', 'edge', False), (f'scale{k}', 'edge', True))),
    'rational': lambda degree, denominatorDegree: ((name, of, False) for names, of in (((f'q{j}' for j in range(denominatorDegree + 1)), 'edge'), (('shift', 'scale'), 'input')) for name in names),
    'shared-spline': lambda degree, intervals: ((f's{k}', 'input', False) for k in range(intervals + degree)),
    'function': lambda **_: [('a', 'edge', False), ('b', 'edge', False)],
}
_OWN_KNOTS = ('b-spline', 'relu-power')
#: Domains of what an input map gives.
_FIXED = {'raw': (-1, 1), 'tanh': (-1, 1), 'sigmoid': (0, 1)}
#: How many steps before it a step takes.
_TAKES = {**dict.fromkeys(_STEPS, 1), **dict.fromkeys(('add', 'sub', 'mul', 'minimum', 'maximum', 'less'), 2), 'where': 3}
_SAY = dict.fromkeys(('basis', 'function'), ', or say what it computes: load(..., plugins={{"{}": f}})')


def _unsaved(place, file, reason):
    return ValueError(f'{place}: {file} is not a saved network: {reason}. Save it again, or take the files from where they are whole.')


def _no_number(text):
    raise ValueError(text)                                # NaN and Infinity, which json would take


def _json_number(text):
    """A number of a file; 5.0 may count."""
    value = float(text)
    return int(value) if value.is_integer() and value < 2**53 and text[0] != '-' else value


class _Description:
    """network.json: what it says, `about`, where that is a network."""

    def __init__(self, text, plugins, place):
        self.plugins, self.place = plugins, place
        try:
            self.about = about = json.loads(text, parse_float=_json_number, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise _unsaved(place, _JSON, 'it is no JSON; it may be cut off') from None
        about = about if isinstance(about, dict) else {}
        if about.get('knotwork') != 2:
            raise ValueError(f'{place}: network.json has format {about.get("knotwork")!r}, and this knotwork.py ({__version__}) reads 2. Install the knotwork.py of the same version.')
        self.must(about.get('requires'), 'requires', _list_of(_TEXT))
        later = set(about['requires']) - {'conditions', 'map robust', 'map rank'}
        if later:
            raise ValueError(f'{place}: its network needs {", ".join(sorted(later))}, which this knotwork.py ({__version__}) does not know. Install a later one.')
        self.keys(about, '', ('knotwork', 'requires', 'task', 'classes', 'inputs', 'outputs', 'transforms', 'members', 'layers', 'plugins'), ('checksum',))
        for key, rule in (('checksum', (lambda v: isinstance(v, str) and re.fullmatch('[0-9a-f]{8}', v), 'eight digits')), ('task', _one_of('regression', 'classification')),
                          ('classes', _list_of(_TEXT)), ('transforms', _NOTHING), ('members', _NOTHING)):
            if key in about:
                self.must(about[key], key, rule)
        self.packages = {name: package['package'] for package in self.each(about, 'plugins', self.package, 0) for name in package['names']}
        for name in self.packages:
            kind, _, plugin = name.partition(' ')
            self.known(kind, plugin)
        self.each(about, 'inputs', self.variable)
        self.each(about, 'outputs', self.output)
        self.each(about, 'layers', self.layer)
        self.chained()

    def refuse(self, reason):
        raise _unsaved(self.place, _JSON, reason)

    def must(self, value, where, rule):
        is_allowed, words = rule
        if not is_allowed(value):
            said = json.dumps(value)
            self.refuse(f'{where} must be {words}; got {said if len(said) < 60 else said[:60] + "..."}')

    def keys(self, value, where, needed, others=()):
        place = f' in {where}' if where else ''
        self.must(value, where or 'it', (lambda v: isinstance(v, dict), 'an object'))
        for key in value:
            if key not in needed and key not in others:
                self.refuse(f'there is an unknown key "{key}"{place}')
        for key in needed:
            if key not in value:
                self.refuse(f'there is no key "{key}"{place}')

    def each(self, about, key, look, least=1):
        self.must(about[key], key, (lambda v: isinstance(v, list) and len(v) >= least, f'a list of at least {least}' if least else 'a list'))
        for k, value in enumerate(about[key]):
            look(value, f'{key}[{k}]')
        return about[key]

    def package(self, package, where):
        self.keys(package, where, ('package', 'version', 'hash', 'names'))
        for key, rule in (('package', _TEXT), ('version', _TEXT), ('hash', _either(_TEXT, (lambda v: v is None, 'null'))), ('names', _list_of(_TEXT))):
            self.must(package[key], f'{where}.{key}', rule)

    def known(self, kind, name):
        """Refuses a plugin that nobody knows."""
        title = f'{kind} {name}'
        if title not in _OPTIONS and not (kind in _SAY and title in self.plugins):
            of = f' of the package {self.packages[title]}' if title in self.packages else ''
            raise ValueError(f'{self.place}: its network has the {kind} "{name}"{of}, which knotwork.py does not know. '
                             f'Predict with the command, knotwork predict {self.place} ROWS{_SAY[kind].format(title) if kind in _SAY else ""}.')

    def variable(self, variable, where, others=(), maps=('affine', 'robust', 'rank')):
        self.keys(variable, where, ('name', 'map'), ('unit', *others))
        for key in ('name', 'unit'):
            self.must(variable.get(key, ''), f'{where}.{key}', _TEXT)
        of, place = variable['map'], f'{where}.map'
        self.must(of, place, (lambda v: isinstance(v, dict), 'an object'))
        self.must(of.get('kind'), f'{place}.kind', _one_of(*maps))
        rules = {'knots': _ASCENDING, 'values': _ASCENDING} if of['kind'] == 'rank' else {'center': _FINITE, 'scale': _POSITIVE}
        self.keys(of, place, ('kind', *rules))
        for key, rule in rules.items():
            self.must(of[key], f'{place}.{key}', rule)
        if of['kind'] == 'rank' and len(of['knots']) != len(of['values']):
            self.refuse(f'there must be a value for every knot of {place}')

    def output(self, output, where):
        self.variable(output, where, ('conditions',), ('affine',))
        if 'conditions' in output:
            self.keys(output['conditions'], f'{where}.conditions', ('base', 'factor'))
            for key, steps in output['conditions'].items():
                self.must(steps, f'{where}.conditions.{key}', (lambda v: isinstance(v, list) and v, 'a list of steps'))
                for k, step in enumerate(steps):
                    self.step(step, k, f'{where}.conditions.{key}[{k}]')

    def step(self, step, k, where):
        self.must(step, where, (lambda v: isinstance(v, list) and v and isinstance(v[0], str), 'the name of an operation and numbers'))
        op, *of = step
        self.must(op, where, _one_of('constant', 'input', *_STEPS))
        count, numbers = (1, None if op == 'constant' else len(self.about['inputs'])) if op in ('constant', 'input') else (_TAKES[op], k)
        if len(of) != count:
            self.refuse(f'{where}, "{op}", takes {count}; got {len(of)}')
        for v in of:
            self.must(v, where, _FINITE if numbers is None else (lambda v: _whole(0)[0](v) and v < numbers, f'of {"inputs" if op == "input" else "steps before it"}, numbers below {numbers}'))

    def layer(self, layer, where):
        self.keys(layer, where, ('layer', 'inputs', 'outputs', 'terms'))
        for key in ('inputs', 'outputs'):
            self.must(layer[key], f'{where}.{key}', _whole(1))
        kind, options = self.use('layer', layer['layer'], f'{where}.layer')
        products = options.get('products', 1)
        if kind == 'multiplicative' and products > layer['outputs']:
            self.refuse(f'{where} multiplies in {products} nodes, and has {layer["outputs"]}')
        if kind == 'multiplicative' and isinstance(options.get('arity'), list) and len(options['arity']) != products:
            self.refuse(f'{where} multiplies in {products} nodes, and "arity" lists {len(options["arity"])}')
        self.must(layer['terms'], f'{where}.terms', (lambda v: isinstance(v, list) and v, 'a list of at least 1'))
        for t, term in enumerate(layer['terms']):
            self.term(term, layer, f'{where}.terms[{t}]')

    def term(self, term, layer, where):
        self.keys(term, where, ('basis', 'edge', 'inputMap', 'outside'), ('knots', 'edges'))
        basis, _ = self.use('basis', term['basis'], f'{where}.basis')
        self.use('edge', term['edge'], f'{where}.edge')
        for key, rule in (('inputMap', _one_of(*INPUT_MAPS)), ('outside', _one_of('linear', 'constant', 'free', 'periodic')), ('knots', _one_of('own'))):
            if key in term:
                self.must(term[key], f'{where}.{key}', rule)
        if 'knots' in term and basis not in _OWN_KNOTS and f'basis {basis}' not in self.plugins:
            self.refuse(f'{where} has knots of its own, and the basis {basis} has none')
        if 'edges' in term:
            self.pairs(term['edges'], layer, f'{where}.edges')

    def pairs(self, choice, layer, where):
        self.must(choice, where, (lambda v: isinstance(v, dict) and list(v) in (['only'], ['except']), '"only" or "except" with pairs'))
        [pairs] = choice.values()
        self.must(pairs, where, _list_of((lambda v: isinstance(v, list) and len(v) == 2 and all(map(_whole(0)[0], v)), 'a pair of whole numbers')))
        if any(a >= b for a, b in zip(pairs, pairs[1:])):
            self.refuse(f'the pairs of {where} must ascend, each once')
        inputs, sums = layer['inputs'], _sums(layer)
        for i, s in pairs:
            if i >= inputs or s >= sums:
                self.refuse(f'{where} has the edge from {i} to {s}, and there are {inputs} inputs and {sums} sums')

    def use(self, kind, use, where, may_be_short=False):
        """Looks at a use of a plugin. Gives its name and its options."""
        if not (may_be_short and isinstance(use, str)):
            self.must(use, where, (lambda v: isinstance(v, dict) and isinstance(v.get('kind'), str), f'a {kind}: an object with its name in "kind"'))
        name, options = _use(use)
        self.known(kind, name)
        title = f'{kind} {name}'
        if title in self.plugins and kind in _SAY:
            return name, options
        if title in _NEEDED and _NEEDED[title] not in options:
            self.refuse(f'there is no key "{_NEEDED[title]}" in {where}')
        for option, value in options.items():
            rule, place = _OPTIONS[title].get(option), f'{where}.{option}'
            if rule is None:
                self.refuse(f'there is an unknown key "{option}" in {where}: {title} does not have it')
            if rule is _FUNCTION or (rule is _BASE and value not in ('none', {'kind': 'none'})):
                self.use('function', value, place, True)
            elif rule is not _BASE:
                self.must(value, place, rule)
        return name, options

    def chained(self):
        about, width = self.about, len(self.about['inputs'])
        for k, layer in enumerate(about['layers']):
            if layer['inputs'] != width:
                self.refuse(f'layer {k} has {layer["inputs"]} inputs, and there are {width} before it')
            width = layer['outputs']
        if len(about['outputs']) != width:
            self.refuse(f'the last layer has {width} outputs, and {len(about["outputs"])} are described')
        if about['task'] == 'regression' and about['classes']:
            self.refuse('a regression has no classes')


def _require_whole(text, about, safetensors, place):
    said = about.get('checksum')
    if said is not None and int(said, 16) != zlib.crc32(safetensors, zlib.crc32(re.sub(rb'("checksum":\s*")[0-9a-f]{8}"', rb'\g<1>00000000"', text))):
        raise ValueError(f'{place}: network.json and network.safetensors are damaged, or do not belong together. Copy or train them again.')


def _require_room(layers, numbers, place):
    """Refuses more nodes or edges than there are numbers for, before memory is taken for them."""
    for k, layer in enumerate(layers):
        sums = _sums(layer) if layer['outputs'] <= numbers else layer['outputs']
        for term in layer['terms']:
            choice = term.get('edges', {})
            edges = len(choice['only']) if 'only' in choice else layer['inputs'] * sums - len(choice.get('except', []))
            if max(edges, sums) > numbers:
                raise _unsaved(place, _JSON, f'layer {k} alone has more than the {numbers} numbers in {_NUMBERS}')


#: Bytes of a number of each type of safetensors.
_BYTES = {'BOOL': 1, 'U8': 1, 'I8': 1, 'U16': 2, 'I16': 2, 'F16': 2, 'BF16': 2, 'U32': 4, 'I32': 4, 'F32': 4, 'U64': 8, 'I64': 8, 'F64': 8}


class _Tensors:
    """network.safetensors: what is there, and what nobody has taken yet. Tensors of others, `extra.NAME`, are left alone."""

    def __init__(self, data, place):
        self.place = place
        start = 8 + int.from_bytes(data[:8], 'little')
        if len(data) < start:
            self.refuse('it is cut off, or says a wrong length of its header')
        try:
            header = json.loads(data[8:start])
        except (ValueError, RecursionError):
            header = None
        if not isinstance(header, dict):
            self.refuse('it has a header that is no JSON object')
        entries = sorted((*self.sound(name, entry), name) for name, entry in header.items() if name != '__metadata__')
        end = 0
        for begin, until, name in entries:
            if begin != end:
                self.refuse(f'it has {"two tensors in one place" if begin < end else "a gap between tensors"}, at "{name}"')
            end = until
        if end != len(data) - start:
            self.refuse(f'it has {len(data) - start} bytes of numbers, and its header speaks of {end}')
        self.left = {}
        for begin, until, name in entries:
            if name.startswith('extra.'):
                continue
            if header[name]['dtype'] != 'F64':
                self.refuse(f'tensor "{name}" is {header[name]["dtype"]}, and F64 is read')
            self.left[name] = np.frombuffer(data, '<f8', (until - begin) // 8, start + begin).reshape(header[name]['shape'])
        #: How many numbers there are.
        self.count = sum(values.size for values in self.left.values())

    def refuse(self, reason):
        raise _unsaved(self.place, _NUMBERS, reason)

    def sound(self, name, entry):
        """Where a tensor begins and ends."""
        are_counts, entry = _list_of(_whole(0))[0], entry if isinstance(entry, dict) else {}
        kind, shape, offsets = (entry.get(key) for key in ('dtype', 'shape', 'data_offsets'))
        if not isinstance(kind, str) or kind not in _BYTES:
            self.refuse(f'it has a tensor "{name}" of no type that there is')
        if not are_counts(shape):
            self.refuse(f'it has a tensor "{name}" without a shape')
        if not are_counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
            self.refuse(f'it has a tensor "{name}" that lies nowhere')
        size = _BYTES[kind]
        for n in shape:
            size *= n
        if size != offsets[1] - offsets[0]:
            self.refuse(f'it has a tensor "{name}" whose {offsets[1] - offsets[0]} bytes are not those of its shape')
        return offsets

    def take(self, name, *shape):
        """A tensor that the network has. None in a shape is for a number that nobody knows."""
        if name not in self.left:
            self.refuse(f'it has no tensor "{name}"')
        values = self.left.pop(name)
        if values.ndim != len(shape) or any(n is not None and n != there for n, there in zip(shape, values.shape)):
            self.refuse(f'tensor "{name}" has the shape {list(values.shape)}, and {_JSON} asks for {["any" if n is None else n for n in shape]}')
        if not np.isfinite(values).all():
            self.refuse(f'tensor "{name}" has a number that is not finite')
        return values

    def refuse_others(self):
        for name in self.left:
            self.refuse(f'it has a tensor "{name}", which the network does not have')


def _tensors_of_term(term, tensors, start, edges, inputs, plugins):
    """Takes the tensors of a term, by their names, and its shape parameters, by theirs."""
    kind, options = _use(term['basis'])
    is_known = f'basis {kind}' not in plugins
    if is_known:
        defaults = {p.name: p.default for p in list(inspect.signature(BASES[kind]).parameters.values())[3:]}
        options = {**defaults, **options}
    taken = {'coefficients': tensors.take(f'{start}coefficients', edges, _SIZES[kind](**options) if is_known else None)}
    edge, edge_options = _use(term['edge'])
    if edge == 'residual':
        if _use(edge_options.get('base', 'silu'))[0] != 'none':
            taken['baseWeight'] = tensors.take(f'{start}baseWeight', edges)
        taken['basisWeight'] = tensors.take(f'{start}basisWeight', edges)
    taken['domain'] = tensors.take(f'{start}domain', inputs, 2)
    fixed = _FIXED.get(term['inputMap'])
    for a, b in taken['domain'].tolist():
        if not (a < b if fixed is None else (a, b) == fixed):
            tensors.refuse(f'"{start}domain" has the domain [{a:.15g}, {b:.15g}]')
    if 'knots' in term:
        intervals = options['intervals'] if is_known else None
        taken['knots'] = knots = tensors.take(f'{start}knots', inputs, None if intervals is None else intervals + 1)
        if not ((np.diff(knots) > 0).all() and (knots[:, 0] == 0).all() and (knots[:, -1] == knots.shape[1] - 1).all()):
            tensors.refuse(f'"{start}knots" has knots that do not ascend from 0 to {knots.shape[1] - 1}')
    return taken, _shapes_of_term(kind if is_known else None, options, tensors, f'{start}shape.', edges, inputs)


def _shapes_of_term(kind, options, tensors, start, edges, inputs):
    """Shape parameters of a basis. Of one that only its caller knows, all that are there."""
    taken = {}
    for name in [name for name in tensors.left if name.startswith(start)] if kind is None else []:
        taken[name[len(start):]] = values = tensors.take(name, None)
        if len(values) not in (1, inputs, edges):
            tensors.refuse(f'tensor "{name}" has {len(values)} numbers, and there are {inputs} inputs and {edges} edges')
    for name, of, is_positive in _SHAPES.get(kind, lambda **_: [])(**options):
        taken[name] = tensors.take(start + name, edges if of == 'edge' else inputs)
        if is_positive and not (taken[name] > 0).all():
            tensors.refuse(f'"{start}{name}" must be positive')
    return taken


# Models: what `load` gives.

_KEPT = re.compile(r'(members/\d+/)?[a-z]+\.(json|jsonl|safetensors|npz|svg)')
_MISSING_WORDS = {'na', 'n/a', 'nan', 'null', 'none', '?'}
_NUMBER = re.compile(r'[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?', re.IGNORECASE | re.ASCII)
_BOOLEANS = {'false': 0.0, 'no': 0.0, 'true': 1.0, 'yes': 1.0}
#: Rows that are computed together.
_ROWS = 4096


def load(path, plugins=None):
    """
    Loads the folder of a run of Knotwork; its two files network.json and network.safetensors are enough for predictions.

    :param plugins: functions for what others' plugins compute: {'function cube': f}, f(x, **options); {'basis hat': f}, f(u, at, shape, **options) as those in `BASES`.
        They get arrays of complex numbers, too, where slopes are needed
    :raises FileNotFoundError: where there is no network
    :raises ValueError: for files that are damaged, and for a network of plugins that this file does not know
    """
    folder = Path(path)
    names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob('*') if file.is_file())
    return Model({name: (folder / name).read_bytes() for name in names if _KEPT.fullmatch(name)}, plugins, str(path))


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

    def __init__(self, files, plugins=None, place='the model'):
        self.files = files
        result, record = (json.loads(files[name]) if name in files else {} for name in ('result.json', 'run.json'))
        members = [k + 1 for k, member in enumerate(result.get('members', [])) if not member.get('isLeftOut')]
        self._networks = [self._read(f'members/{k}/', plugins or {}, place) for k in members] or [self._read('', plugins or {}, place)]
        about = self._networks[0].about
        self.task, self.classes = about['task'], list(about['classes'])
        self.inputs, self.outputs = ([v['name'] for v in about[key]] for key in ('inputs', 'outputs'))
        self.name, self.metrics = record.get('experiment', {}).get('name'), result.get('metrics')
        plain = {'missing': 'refuse', 'columns': [{'column': name, 'as': 'number'} for name in self.inputs]}
        self._encoding = next(iter((record.get('encoding') or {}).values()), plain)
        self.columns = [column['column'] for column in self._encoding['columns']]
        self._domain = _domain(files.get('evaluation.npz'))

    def _read(self, folder, plugins, place):
        for name in ('network.json', 'network.safetensors'):
            if folder + name not in self.files:
                raise FileNotFoundError(f'{place} has no {folder}{name}: it is not the folder of a run that has trained a network. Runs are kept in runs/NAME/ID, or where --out said.')
        return _Network(self.files[folder + 'network.json'], self.files[folder + 'network.safetensors'], plugins, place)

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
        """What the network gets of rows, [rows, inputs], see `predict`. Warns of rows outside of what was learned."""
        x = np.concatenate([_encode(cells, how, self._encoding['missing']) for cells, how in zip(self._cells(X), self._encoding['columns'])], 1)
        if self._domain is not None:
            _warn_of_outside(x, self._domain, self.inputs)
        return x

    def interval(self, X, level=0.9, command=None):
        """
        Ends of intervals that hold new observations with a probability, by the command `knotwork predict`.

        :param command: how `knotwork` is started, see `KnotworkRegressor`
        :returns: lower and upper ends, each of the shape of `predict`
        :raises ValueError: where the run has none: of classifications, and with neither smoothing that chose itself nor validation rows
        """
        self.encode(X)
        columns = {name: [None if _is_missing(cell, 'refuse') else cell for cell in cells.tolist()] for name, cells in zip(self.columns, self._cells(X))}
        with tempfile.TemporaryDirectory(prefix='knotwork-') as folder:
            self.save(Path(folder) / 'run')
            Path(folder, 'rows.json').write_text(json.dumps(columns, default=_plain), 'utf8')
            told = json.loads(_started(command, ['predict', 'run', 'rows.json', '--interval', str(level), '--json', '--quiet'], folder))
        ends = [np.stack([np.array(told[f'{name} {end}'], float) for name in self.outputs], 1) for end in ('lower', 'upper')]
        return tuple(end[:, 0] if len(self.outputs) == 1 else end for end in ends)

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

    def _cells(self, X):
        """Columns of a table by name, or of an array; see `columns`."""
        if hasattr(X, 'columns') or isinstance(X, dict):
            there = [str(name) for name in (X.columns if hasattr(X, 'columns') else X)]
            absent = [name for name in self.columns if name not in there]
            if absent:
                raise ValueError(f'There is no column {", ".join(map(repr, absent))}. The model learned from {", ".join(map(repr, self.columns))}; there are {", ".join(map(repr, there))}.')
            by_name = dict(zip(there, (X.iloc[:, k] for k in range(len(there))) if hasattr(X, 'iloc') else (X[name] for name in X)))
            return [np.asarray(by_name[name], None if hasattr(by_name[name], 'dtype') else object) for name in self.columns]
        X = np.asarray(X)
        if X.ndim != 2 or X.shape[1] != len(self.columns):
            raise ValueError(f'X has the shape {X.shape}; it must be [rows, {len(self.columns)}], a column for each of {", ".join(self.columns)}.')
        return list(X.T)

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
    are_numbers = column['as'] == 'number' and cells.dtype.kind in 'fiub'
    missing = np.isnan(cells.astype(float)) if are_numbers else np.array([_is_missing(cell, policy) for cell in cells], bool)
    if column['as'] == 'levels':
        values = _level_inputs(cells, missing, column)
    else:
        read = _boolean if column['as'] == 'boolean' else _number
        values = cells.astype(float) if are_numbers else np.array([np.nan if gap else read(cell) for cell, gap in zip(cells, missing)], float)
        values = np.where(missing, column.get('fill', np.nan), values)[:, None]
        wrong = np.flatnonzero(~np.isfinite(values[:, 0]))
        if len(wrong):
            row = wrong[0]
            what = 'nothing there' if missing[row] else repr(cells[row].item() if isinstance(cells[row], np.generic) else cells[row])
            kind = 'true and false' if column['as'] == 'boolean' else 'finite numbers'
            raise ValueError(f'Row {row} has {what} in column "{column["column"]}", which the run learned as {kind}. Leave the row out or fill it.')
    return np.column_stack([values, missing]) if column.get('indicator') else values


def _domain(npz):
    """What training rows had of each input, [inputs, 2], in the user's units; None where the run did not keep it."""
    if npz is None:
        return None
    with np.load(io.BytesIO(npz)) as arrays:
        return arrays['inputs.domain'] if 'inputs.domain' in arrays else None


def _warn_of_outside(x, domain, names):
    low, high = domain.T
    outside = np.maximum(low - x, x - high) > 1e-12 * (high - low)
    rows, counts = outside.any(1).sum(), outside.sum(0)
    if rows:
        most = np.argsort(-counts, kind='stable')[:5]
        some = ', '.join(f'"{names[k]}" ({counts[k]})' for k in most if counts[k])
        others = ' and others' if (counts > 0).sum() > len(most) else ''
        warnings.warn(f'{rows} of {len(x)} rows {"lies" if rows == 1 else "lie"} outside of what was learned, in {some}{others}: predictions there are extrapolated.', stacklevel=3)


def _level_inputs(cells, missing, column):
    levels = column['levels']
    are_numbers = all(_NUMBER.fullmatch(level) for level in levels)
    index = {float(level) if are_numbers else level: k for k, level in enumerate(levels)}
    values, strange = np.zeros((len(cells), len(levels))), []
    for row, cell in enumerate(cells):
        if missing[row]:
            continue
        number = _number(cell)
        text = _text(cell)
        k = index.get(number if are_numbers and number == number else text)
        if k is None and isinstance(cell, (bool, np.bool_)):
            k = index.get(text.capitalize())              # as pandas reads it
        if k is None:
            strange.append(text)
        else:
            values[row, k] = 1
    if strange:
        some = ', '.join(map(repr, sorted(set(strange))[:3]))
        warnings.warn(f'{len(strange)} {"row has" if len(strange) == 1 else "rows have"} in column "{column["column"]}" what no training row has, {some}: all inputs of the column are 0 there.', stacklevel=2)
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


# The command, which trains.


def _command(given):
    """What starts `knotwork`: a list of words."""
    given = given or os.environ.get('KNOTWORK')
    if not given:
        found = shutil.which('knotwork')
        if found is None:
            raise FileNotFoundError('The command knotwork is not there. Say where it is, in command="..." of the estimator or in the environment variable KNOTWORK, such as '
                                    'KNOTWORK="node /path/to/knotwork/apps/runner/bin/knotwork.js" after npm ci && npm run build there. It needs Node 20.19 or newer.')
        return [found]
    if isinstance(given, os.PathLike) or (isinstance(given, str) and Path(given).is_file()):
        given = [str(Path(given).resolve())]
    words = shlex.split(given, posix=os.name != 'nt') if isinstance(given, str) else [str(word) for word in given]
    # It is started in another folder.
    words = [str(Path(word).resolve()) if '/' in word and Path(word).is_file() else word for word in words]
    return ['node', *words] if words[0].endswith(('.js', '.mjs')) else words


def _started(command, arguments, folder):
    """Runs `knotwork` to its end. Gives what it printed."""
    words = _command(command)
    try:
        ended = subprocess.run([*words, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding='utf8', errors='replace')
    except OSError as error:
        raise FileNotFoundError(f'{words[0]} cannot be started ({error.strerror}). Say in command="..." or in the environment variable KNOTWORK how knotwork is started.') from error
    if ended.returncode == 0:
        return ended.stdout
    said = ended.stderr.strip()
    # 2 is for what was asked for; all else went wrong on the way.
    raise (ValueError if ended.returncode == 2 else RuntimeError)(said or f'knotwork: it ended with status {ended.returncode} and said nothing.')


def _write_table(path, columns):
    """Arrays by name as a file of np.savez, whatever their names are."""
    with zipfile.ZipFile(path, 'w') as file:
        for name, values in columns.items():
            with file.open(f'{name}.npy', 'w') as entry:
                np.lib.format.write_array(entry, np.ascontiguousarray(values), allow_pickle=False)


def _distinct(names, taken=()):
    """Names that differ from one another and from those that are taken."""
    result = []
    for name in names:
        while name in result or name in taken:
            name += '_'
        result.append(name)
    return result


#: Networks that cross-validation chooses from with hidden='auto'.
_CHOICES = [[], [3], [5], [5, 5]]


def _widths(inputs, hidden, outputs):
    if isinstance(hidden, str):
        if hidden != 'auto':
            raise ValueError(f'hidden must be widths such as (5,), a list of several such, or "auto"; got {hidden!r}.')
        hidden = _CHOICES
    hidden = [hidden] if isinstance(hidden, (int, np.integer)) else list(hidden)
    if hidden and all(isinstance(widths, (list, tuple)) for widths in hidden):
        return {'hidden': [list(widths) for widths in hidden]}
    return [inputs, *hidden, outputs]


def _plain(value):
    """What JSON has no word for."""
    return value.tolist() if hasattr(value, 'tolist') else str(value)


# Estimators. With scikit-learn they are estimators of its own kind; without it they do the same on arrays.

if validate_data is None:
    class NotFittedError(ValueError, AttributeError):
        """An estimator was asked before it was fitted."""

    class BaseEstimator:
        def get_params(self, deep=True):
            return {name: getattr(self, name) for name in inspect.signature(type(self).__init__).parameters if name != 'self'}

        def set_params(self, **params):
            for name, value in params.items():
                if name not in self.get_params():
                    raise ValueError(f'{type(self).__name__} has no parameter "{name}"; it has {", ".join(self.get_params())}.')
                setattr(self, name, value)
            return self

        def __repr__(self):
            return f'{type(self).__name__}({", ".join(f"{name}={value!r}" for name, value in self.get_params().items())})'

    class RegressorMixin:
        def score(self, X, y):
            y = np.asarray(y, float)
            return float(np.mean(1 - np.sum((y - self.predict(X))**2, 0) / np.sum((y - y.mean(0))**2, 0)))

    class ClassifierMixin:
        def score(self, X, y):
            return float(np.mean(self.predict(X) == np.asarray(y)))

    def validate_data(estimator, X, y=None, reset=True, **_):
        names = [str(name) for name in getattr(X, 'columns', [])]
        X = np.asarray(X, float)
        if X.ndim != 2 or not np.isfinite(X).all():
            raise ValueError('X must be finite numbers, [rows, columns].')
        if reset:
            estimator.n_features_in_ = X.shape[1]
            if names:
                estimator.feature_names_in_ = np.array(names, object)
        elif X.shape[1] != estimator.n_features_in_:
            raise ValueError(f'X has {X.shape[1]} features; {type(estimator).__name__} was fitted with {estimator.n_features_in_}.')
        if y is None:
            return X
        y = np.asarray(y)
        if len(y) != len(X):
            raise ValueError(f'X has {len(X)} rows and y {len(y)}.')
        return X, y

    def column_or_1d(y, warn=False):
        return np.ravel(y)

    def check_classification_targets(y):
        pass


class _Estimator(BaseEstimator):
    def __init__(self, hidden=(5,), basis=None, stages=None, members=1, seed=0, options=None, command=None):
        self.hidden = hidden
        self.basis = basis
        self.stages = stages
        self.members = members
        self.seed = seed
        self.options = options
        self.command = command

    def _fit(self, X, targets, target_names, task, sample_weight, outputs):
        names = _distinct([str(name) or f'x{k + 1}' for k, name in enumerate(getattr(self, 'feature_names_in_', [f'x{k + 1}' for k in range(X.shape[1])]))])
        target_names = _distinct(target_names, names)
        dataset = {'kind': 'table', 'path': 'rows.npz', 'target': target_names if len(target_names) > 1 else target_names[0], 'task': task, 'split': {'test': 0}}
        columns = {**dict(zip(names, X.T)), **dict(zip(target_names, targets))}
        if sample_weight is not None and np.ptp(sample_weight) > 0:
            [dataset['weight']] = _distinct(['weight'], columns)
            columns[dataset['weight']] = sample_weight
        network = {'widths': _widths(X.shape[1], self.hidden, outputs)}
        if self.basis is not None:
            network['basis'] = self.basis
        experiment = {'knotwork': 1, 'name': 'fit', 'seed': self.seed, 'dataset': dataset, 'network': network, 'members': self.members, 'stages': self.stages if self.stages is not None else ['fit']}
        overrides = [f'{path}={json.dumps(value, default=_plain)}' for path, value in (self.options or {}).items()]
        with tempfile.TemporaryDirectory(prefix='knotwork-') as folder:
            _write_table(Path(folder) / 'rows.npz', columns)
            Path(folder, 'experiment.json').write_text(json.dumps(experiment, default=_plain), 'utf8')
            _started(self.command, ['run', 'experiment.json', *overrides, '--out', 'run', '--quiet', '--json'], folder)
            self.model_ = load(Path(folder) / 'run')
        return self

    def _weights(self, sample_weight, rows):
        if sample_weight is None:
            return np.ones(rows)
        weights = np.asarray(sample_weight, float)
        weights = np.full(rows, weights) if weights.ndim == 0 else weights
        if weights.shape != (rows,):
            raise ValueError(f'sample_weight must be {rows} numbers, one for each row; got the shape {weights.shape}.')
        if not np.isfinite(weights).all() or (weights < 0).any() or not weights.any():
            raise ValueError('sample_weight must be finite numbers, none of them negative, and not every weight may be zero.')
        return weights

    def _raw(self, X):
        """Outputs of the network, [rows, outputs]."""
        if not hasattr(self, 'model_'):
            raise NotFittedError(f'This {type(self).__name__} is not fitted yet. Call fit before it is asked.')
        return self.model_._outputs(validate_data(self, X, reset=False, dtype=np.float64))

    def _html(self):
        fitted = self.model_._repr_html_() if hasattr(self, 'model_') else ''
        return f'<div><pre>{html.escape(repr(self))}</pre>{fitted}</div>'

    def _repr_html_(self):
        return self._html()

    def _repr_mimebundle_(self, **kwargs):
        return {'text/plain': repr(self), 'text/html': self._html()}


_PARAMETERS = """

    :param hidden: nodes of the hidden layers, such as (5,), or () for none; a list of several such, of which cross-validation chooses one; or 'auto', from none to two layers
    :param basis: what edges are made of: a name such as 'chebyshev', or {'kind': 'b-spline', 'intervals': 8}; None for B-splines
    :param stages: the recipe, as in an experiment file; None for one fit, whose smoothness chooses itself
    :param members: how many networks are trained, whose mean predicts
    :param seed: all that is random follows from it
    :param options: anything else of an experiment file, by its path: {'dataset.standardize': 'robust', 'stages.0.steps': 50}
    :param command: how `knotwork` is started: a path or a list of words; None for the environment variable KNOTWORK, else `knotwork`

    After `fit`, `model_` is the trained `Model`; `model_.save(folder)` writes the folder of its run.
"""


class KnotworkRegressor(RegressorMixin, _Estimator):
    __doc__ = 'A Kolmogorov-Arnold network of one or several targets. `fit` starts the command `knotwork`, all else is computed here.' + _PARAMETERS

    def fit(self, X, y, sample_weight=None):
        """Trains on rows X, [rows, features], and targets y, [rows] or [rows, targets]. Rows count in the loss by their weight."""
        named = [getattr(y, 'name', None)] if hasattr(y, 'name') else list(getattr(y, 'columns', []))
        X, y = validate_data(self, X, y, dtype=np.float64, multi_output=True, y_numeric=True, ensure_min_samples=2)
        weights = self._weights(sample_weight, len(X))
        self._shape = y.shape[1:]
        targets = np.asarray(y, float).reshape(len(y), -1)
        names = [name if isinstance(name, str) and name else None for name in named] or [None] * targets.shape[1]
        default = ['y'] if targets.shape[1] == 1 else [f'y{k + 1}' for k in range(targets.shape[1])]
        there = weights > 0
        return self._fit(X[there], targets[there].T, [name or other for name, other in zip(names, default)], 'regression', weights[there], targets.shape[1])

    def predict(self, X):
        """Predictions of the targets, in the shape that y had."""
        outputs = self._raw(X)
        return outputs.reshape(len(outputs), *self._shape)

    def interval(self, X, level=0.9):
        """Ends of intervals that hold new observations with a probability; starts the command. See `Model.interval`."""
        self._raw(X)
        lower, upper = self.model_.interval(np.asarray(X, float), level, self.command)
        return lower.reshape(len(lower), *self._shape), upper.reshape(len(upper), *self._shape)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


class KnotworkClassifier(ClassifierMixin, _Estimator):
    __doc__ = 'A Kolmogorov-Arnold network that tells classes. `fit` starts the command `knotwork`, all else is computed here.' + _PARAMETERS

    def fit(self, X, y, sample_weight=None):
        """Trains on rows X, [rows, features], and classes y, [rows]: texts, numbers or booleans. Rows count in the loss by their weight."""
        name = getattr(y, 'name', None)
        X, y = validate_data(self, X, y, dtype=np.float64, ensure_min_samples=2)
        check_classification_targets(y)
        y = column_or_1d(y, warn=True)
        weights = self._weights(sample_weight, len(X))
        there = weights > 0
        self.classes_, codes = np.unique(y[there], return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f'{type(self).__name__} needs rows of at least 2 classes; y has one class, {self.classes_[0]!r}.')
        labels = _class_names(self.classes_)
        self._fit(X[there], [labels[codes]], [name if isinstance(name, str) and name else 'y'], 'classification', weights[there], len(labels))
        # Knotwork sorts classes by their names.
        self._order = [self.model_.classes.index(str(label)) for label in labels]
        return self

    def decision_function(self, X):
        """The outputs before softmax, [rows, classes]; of two classes the second less the first, [rows]."""
        outputs = self._raw(X)[:, self._order]
        return outputs[:, 1] - outputs[:, 0] if len(self.classes_) == 2 else outputs

    def predict_proba(self, X):
        """Probabilities of `classes_`, [rows, classes]."""
        return _softmax(self._raw(X)[:, self._order])

    def predict(self, X):
        """The most probable class of each row."""
        most = self._raw(X)[:, self._order].argmax(1)
        return self.classes_[most]


def _class_names(classes):
    """Names by which Knotwork tells classes: their own where they are whole numbers or words, else their numbers."""
    if all(isinstance(c, (int, np.integer)) and not isinstance(c, bool) and abs(int(c)) < 2**53 for c in classes.tolist()):
        return classes.astype(np.int64)
    texts = np.array([str(c) for c in classes])
    is_plain = all(text == text.strip() and text != '' and not _NUMBER.fullmatch(text) for text in texts.tolist())
    return texts if is_plain and len(set(texts.tolist())) == len(texts) else np.arange(len(classes))
