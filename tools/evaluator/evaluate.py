"""Evaluates saved networks from docs/network-file.md alone: python evaluate.py, with JSON on standard input and output: { FOLDER: rows } to { FOLDER: outputs }."""
import json
import sys

import numpy as np
from numpy.polynomial import chebyshev, legendre
from scipy.interpolate import BSpline
from scipy.special import expit

F = {'identity': lambda x: x, 'relu': lambda x: np.maximum(x, 0), 'sigmoid': expit, 'silu': lambda x: x * expit(x), 'tanh': np.tanh,
     'softplus': lambda x: np.logaddexp(0, x), 'gelu': lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))}
MOTHERS = {'mexican-hat': lambda t: (1 - t * t) * np.exp(-t * t / 2), 'morlet': lambda t: np.cos(5 * t) * np.exp(-t * t / 2),
           'gaussian-slope': lambda t: t * np.exp((1 - t * t) / 2)}


def function(use):
    kind, options = (use, {}) if isinstance(use, str) else (use['kind'], use)
    return (lambda x: np.sin(options.get('frequency', 1) * x)) if kind == 'sine' else F[kind]


def read_tensors(path):
    data = open(path, 'rb').read()
    start = 8 + int.from_bytes(data[:8], 'little')
    entries = {k: v for k, v in json.loads(data[8:start]).items() if k.startswith('layers.')}
    return {k: np.frombuffer(data[start + v['data_offsets'][0]:start + v['data_offsets'][1]], '<f8').reshape(v['shape']) for k, v in entries.items()}


def splines(t, knots, degree):
    """All B-splines on the knots at t, the outer pieces continued."""
    return np.stack([BSpline(knots, np.eye(len(knots) - degree - 1)[k], degree)(t) for k in range(len(knots) - degree - 1)], 1)


def basis(use, u, domain, shape, knots):
    """The functions of a basis at u: one row for each u, one column for each function."""
    o, (a, b) = use.get, domain
    p, g = (u - a) / (b - a), o('intervals', {'gaussian-rbf': 6, 'relu-power': 7}.get(use['kind'], 5))
    q, t = 2 * p - 1, g * p
    grid = np.arange(g + 1.0) if knots is None else knots
    padded = lambda n: np.concatenate([grid[0] - (grid[1] - grid[0]) * np.arange(n, 0, -1), grid, grid[-1] + (grid[-1] - grid[-2]) * np.arange(1, n + 1)])
    match use['kind']:
        case 'b-spline': return splines(t, padded(o('degree', 3)), o('degree', 3))
        case 'chebyshev': return chebyshev.chebvander(q, o('degree', 10))
        case 'legendre': return legendre.legvander(q, o('degree', 10))
        case 'fourier':
            w = shape.get('frequency', 1) * np.pi * (p - 0.5)
            return np.stack([np.ones_like(u)] + [f(m * w) for m in range(1, o('modes', 5) + 1) for f in (np.cos, np.sin)], 1)
        case 'gaussian-rbf' | 'tanh-bump':
            width = o('width', 1 if use['kind'] == 'gaussian-rbf' else 1.5)
            h = int(np.ceil(2 * width))
            d = (t[:, None] - np.arange(-h, g + h + 1)) / width
            return np.exp(-d**2) if use['kind'] == 'gaussian-rbf' else 1 - np.tanh(d)**2
        case 'relu-power':
            width = o('width', 5)
            k = padded(width)
            s, e, i = k[1:g + width], k[1 + width:g + 2 * width], np.arange(1 - width, g)
            cell = np.clip(np.searchsorted(grid, t, 'right') - 1, 0, g - 1)[:, None]
            return np.where((i <= cell) & (cell < i + width), 4 * (t[:, None] - s) * (e - t[:, None]) / (e - s)**2, 0)**o('power', 4)
        case 'wavelet':
            return np.stack([MOTHERS[o('mother', 'mexican-hat')]((q - shape[f'shift{k}']) / shape[f'scale{k}']) for k in range(o('count', 4))], 1)
        case 'rational':
            r = (q - shape['shift']) / shape['scale']
            denominator = chebyshev.chebval(r, [shape[f'q{j}'] for j in range(o('denominatorDegree', 2) + 1)])
            values = chebyshev.chebvander(r, o('degree', 6))
            return np.concatenate([values[:, :1], values[:, 1:] / (1 + denominator**2)[:, None]], 1)
        case 'function': return function(use['f'])(shape['a'] * u + shape['b'])[:, None]
        case 'affine': return u[:, None]
        case 'shared-spline':
            n = o('degree', 3)
            m = BSpline.basis_element(np.arange(n + 2.0), extrapolate=False)
            return (F['silu'](u) + sum(shape[f's{k}'] * np.nan_to_num(m(t - k + n)) for k in range(g + n)))[:, None]
        case other: sys.exit(f'evaluate.py does not know the basis "{other}": it is not one of docs/network-file.md.')


def continued(at, u, a, b, outside):
    """What `at` gives, continued outside [a, b]."""
    inside = np.clip(u, a, b)
    match outside:
        case 'free': return at(u)
        case 'periodic': return at(u - np.floor((u - a) / (b - a)) * (b - a))
        case 'constant': return at(inside)
    # One-sided differences of high order, from within: the page says the slope at the end, and this is it but for rounding.
    values, h, w = at(inside), (b - a) / 20000, np.array([-137 / 60, 5, -5, 10 / 3, -5 / 4, 1 / 5])
    for end, sign, there in ((a, 1, u < a), (b, -1, u > b)):
        slope = sign * (w @ at(end + sign * h * np.arange(6))) / h
        values[there] += (u[there] - end)[:, None] * slope
    return values


def to_network(m, u):
    """Values of the user's in network units."""
    match m['kind']:
        case 'affine': return (u - m['center']) / m['scale']
        case 'robust': return np.arcsinh((u - m['center']) / m['scale'])
        case 'rank':
            x, y = np.array(m['knots']), np.array(m['values'])
            k = np.clip(np.searchsorted(x, u, 'right') - 1, 0, len(x) - 2)
            return y[k] + (u - x[k]) / (x[k + 1] - x[k]) * (y[k + 1] - y[k])


def evaluate(net, tensors, x):
    h = np.stack([to_network(v['map'], x[:, i]) for i, v in enumerate(net['inputs'])], 1)
    for l, layer in enumerate(net['layers']):
        z = np.tile(tensors[f'layers.{l}.bias'], (len(x), 1))
        for t, term in enumerate(layer['terms']):
            own = {k.split('.', 4)[4]: v for k, v in tensors.items() if k.startswith(f'layers.{l}.terms.{t}.')}
            pairs = [(i, s) for i in range(layer['inputs']) for s in range(z.shape[1])]
            choice = term.get('edges', {})
            edges = [p for p in pairs if list(p) in choice['only']] if 'only' in choice else [p for p in pairs if list(p) not in choice.get('except', [])]
            inputs = sorted({i for i, _ in edges})
            base = term['edge'].get('base', 'silu') if term['edge']['kind'] == 'residual' else 'none'
            base = None if base in ('none', {'kind': 'none'}) else function(base)
            for e, (i, s) in enumerate(edges):
                live = inputs.index(i)
                at = lambda v: v[0 if len(v) == 1 else e if len(v) == len(edges) else live]
                shape = {k[6:]: at(v) for k, v in own.items() if k.startswith('shape.')}
                knots = own['knots'][live] if 'knots' in own else None
                a, b = own['domain'][live]
                u = {'tanh': np.tanh, 'sigmoid': expit}.get(term['inputMap'], lambda v: v)(h[:, i])
                outside = 'free' if term['inputMap'] in ('tanh', 'sigmoid') else term['outside']
                values = continued(lambda v: basis(term['basis'], v, (a, b), shape, knots), u, a, b, outside)
                z[:, s] += values @ own['coefficients'][e] * (own['basisWeight'][e] if 'basisWeight' in own else 1)
                if base is not None: z[:, s] += own['baseWeight'][e] * base(h[:, i])
        core = layer['layer']
        match core['kind']:
            case 'kan' if core.get('node', 'sum') == 'mean': h = z / layer['inputs']
            case 'multiplicative':
                k = layer['outputs'] - core.get('products', 1)
                h = np.concatenate([z[:, :k], z[:, k:].reshape(len(x), -1, core.get('arity', 2)).prod(2)], 1)
            case 'mlp': h = function(core.get('activation', 'silu'))(z)
            case _: h = z
    return np.stack([h[:, j] * v['map']['scale'] + v['map']['center'] for j, v in enumerate(net['outputs'])], 1)


if __name__ == '__main__':
    if len(sys.argv) > 1: sys.exit(__doc__)
    results = {}
    for folder, rows in json.load(sys.stdin).items():
        network = json.load(open(folder + '/network.json'))
        assert network['knotwork'] == 2 and set(network['requires']) <= {'map robust', 'map rank'}
        results[folder] = evaluate(network, read_tensors(folder + '/network.safetensors'), np.array(rows, float)).tolist()
    json.dump(results, sys.stdout)
