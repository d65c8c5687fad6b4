"""Looks for the formula of a table with another program: python equation_peers.py METHOD TABLE.csv --target y --functions sqrt,exp [--seconds 60] [--time clock] [--seed 0].

Prints one line of JSON: `formula`, mathematical text in the names of the table's columns, and `seconds` and `processorSeconds` of searching. --time processor: seconds are those of processor time. METHOD is gplearn or pyoperon. One thread.
"""
import argparse
import csv
import json
import os
import signal
import time
import warnings
from importlib.metadata import distributions
from pathlib import Path

for variable in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[variable] = '1'

import numpy as np


class OutOfTime(BaseException):
    """Raised where the search is when its time is over; no library catches it on its way."""


def gplearn(x, y, names, functions, seconds, clock, seed):
    """The defaults of gplearn, but for functions and time: generations until the time is over, the best program of all of them."""
    from gplearn.functions import make_function
    from gplearn.genetic import SymbolicRegressor

    # gplearn wants values everywhere; where a function has none it is continued, as gplearn itself does with sqrt, log and div.
    own = {
        'square': np.square, 'cube': lambda a: a ** 3, 'tanh': np.tanh,
        'exp': lambda a: np.exp(np.minimum(a, 100)), 'asin': lambda a: np.arcsin(np.clip(a, -1, 1)),
    }
    known = [name if name not in own else make_function(function=quiet(own[name]), name=name, arity=1) for name in functions]
    model = SymbolicRegressor(
        function_set=['add', 'sub', 'mul', 'div', *known], generations=1, warm_start=True, low_memory=True, n_jobs=1, random_state=seed, feature_names=None)
    best = None
    try:
        with time_limit(seconds, clock):
            while best is None or best.raw_fitness_ > 0:
                model.fit(x, y)
                if best is None or model._program.raw_fitness_ < best.raw_fitness_:
                    best = model._program
                model.set_params(generations=model.generations + 1)
    except OutOfTime:
        pass
    return None if best is None else gplearn_text(best.program, x, names)


def quiet(function):
    """Of one argument, without warnings of numpy."""
    def evaluate(a):
        with np.errstate(all='ignore'):
            return np.nan_to_num(function(a), nan=0.0, posinf=1e30, neginf=-1e30)
    return evaluate


def gplearn_text(program, x, names):
    """Text of a program in Polish notation, with what continues a function (abs in sqrt and log, limits in asin) written where an argument needs it on some row."""
    infix = {'add': '+', 'sub': '-', 'mul': '*', 'div': '/'}

    def read(position):
        """Text, values and the position after it."""
        node = program[position]
        if isinstance(node, (int, np.integer)):
            return names[node], x[:, node], position + 1
        if not hasattr(node, 'arity'):
            return f'({float(node)!r})', np.full(len(x), float(node)), position + 1
        texts, values, after = [], [], position + 1
        for _ in range(node.arity):
            text, value, after = read(after)
            texts.append(text)
            values.append(value)
        value = node(*values)
        if node.name in infix:
            return f'({texts[0]} {infix[node.name]} {texts[1]})', value, after
        return f'{node.name}({continued(node.name, texts[0], values[0])})', value, after

    return read(0)[0]


def continued(name, text, values):
    """The argument of a function, inside of what it is defined on."""
    if name in ('sqrt', 'log') and np.min(values) < 0:
        return f'abs({text})'
    return f'min(max({text}, -1), 1)' if name == 'asin' and np.max(np.abs(values)) > 1 else text


def pyoperon(x, y, names, functions, seconds, clock, seed):
    """As pyoperon's own example of its scikit-learn interface, but for functions, time, threads and uncertainty, and without limits on generations and evaluations.

    It looks at the clock alone: until processor time is spent it goes on from its population, with new random numbers.
    """
    begin = clock()
    from pyoperon.sklearn import SymbolicRegressor

    symbols = ['add', 'sub', 'mul', 'div', *(name for name in functions if name != 'cube'), 'constant', 'variable']
    model = SymbolicRegressor(
        allowed_symbols=','.join(symbols), objectives=['r2', 'length'], optimizer='lm', optimizer_iterations=1, offspring_generator='os', tournament_size=3,
        population_size=1000, pool_size=1000, max_length=50, max_depth=10, generations=10**9, max_evaluations=10**12, epsilon=0.0,
        model_selection_criterion='minimum_description_length', uncertainty=[uncertainty(x, y)], n_threads=1, max_time=int(seconds), random_state=seed)
    model.fit(x, y)
    goes_on = 0
    while clock is time.process_time and (left := seconds - (clock() - begin)) >= 1:
        goes_on += 1
        model.set_params(warm_start=True, max_time=int(left), random_state=seed + 1000 * goes_on)
        model.fit(x, y)
    return model.get_model_string(model.model_, 50, names)


def uncertainty(x, y):
    """What the example does: the error of a random forest on its own training rows."""
    from sklearn.ensemble import RandomForestRegressor
    forest = RandomForestRegressor(n_estimators=100, random_state=0, n_jobs=1).fit(x, y)
    return float(np.sqrt(np.mean((forest.predict(x) - y) ** 2)))


class time_limit:
    """Raises OutOfTime when the seconds are over."""

    def __init__(self, seconds, clock):
        self.seconds = seconds
        self.timer, self.signal = (signal.ITIMER_REAL, signal.SIGALRM) if clock is time.perf_counter else (signal.ITIMER_PROF, signal.SIGPROF)

    def __enter__(self):
        def stop(*_):
            raise OutOfTime
        self.before = signal.signal(self.signal, stop)
        signal.setitimer(self.timer, self.seconds)

    def __exit__(self, *_):
        signal.setitimer(self.timer, 0)
        signal.signal(self.signal, self.before)


def read_table(path, target):
    """Inputs, target and names of inputs."""
    with open(path, newline='') as file:
        header, *rows = csv.reader(file)
    values = np.array(rows, dtype=float)
    column = header.index(target)
    return np.delete(values, column, 1), values[:, column], [name for name in header if name != target]


METHODS = {'gplearn': gplearn, 'pyoperon': pyoperon}
REQUIREMENTS = Path(__file__).with_name('requirements-equations.txt')


def check_version(method):
    """Of another version, or of two that lie in one another, every run may fail, or be of nobody knows what."""
    wanted = [version for name, _, version in (line.partition('==') for line in REQUIREMENTS.read_text().split()) if name == method]
    installed = [found.version for found in distributions(name=method)]
    if installed != wanted:
        raise SystemExit(f'This Python has {method} {" and ".join(installed) or "nowhere"}, not {wanted[0]}. Make a new one: python3 -m venv FOLDER && FOLDER/bin/pip install -r {REQUIREMENTS}')


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument('method', choices=sorted(METHODS))
    parser.add_argument('table')
    parser.add_argument('--target', required=True)
    parser.add_argument('--functions', required=True)
    parser.add_argument('--seconds', type=float, default=60)
    parser.add_argument('--time', choices=['clock', 'processor'], default='clock')
    parser.add_argument('--seed', type=int, default=0)
    arguments = parser.parse_args()
    check_version(arguments.method)
    warnings.simplefilter('ignore')
    x, y, names = read_table(arguments.table, arguments.target)
    start, start_of_processor = time.perf_counter(), time.process_time()
    clock = time.process_time if arguments.time == 'processor' else time.perf_counter
    formula = METHODS[arguments.method](x, y, names, arguments.functions.split(','), arguments.seconds, clock, arguments.seed)
    print(json.dumps({'formula': formula, 'seconds': time.perf_counter() - start, 'processorSeconds': time.process_time() - start_of_processor}))


if __name__ == '__main__':
    main()
