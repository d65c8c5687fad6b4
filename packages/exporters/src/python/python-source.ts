import { type Formula, statements } from '@knotwork/algebra';
import type { ExportedLayer, ExportedModel, ExportedNetwork, ExportedTerm, ExportTrial, PlacedFormula } from '@knotwork/plugin';
import { introduction } from '../text/introduction.js';
import { NamedThings } from '../text/named-things.js';
import { DataPool } from '../text/data-pool.js';
import { withNames } from '../text/named-leaves.js';
import { LINE, wrapped } from '../text/wrapped.js';
import { pythonHelpers, pythonNumber, pythonWriting } from './python-writing.js';

/** A model as one module of Python that needs numpy. */
export function pythonSource(model: ExportedModel): string {
  const { task, classes, inputs, outputs, members, derivatives } = model;
  const program = new PythonProgram();
  const networks = members.map((member) => program.network(member));
  const slopes = derivatives?.members.map((member) => program.network(member)) ?? [];
  const body = [
    ...program.functions,
    'def predict(x):', '    """Outputs [rows, outputs] for rows of inputs [rows, inputs], or [outputs] for one row."""', ...meanOf(networks, inputs.length),
    ...(derivatives === undefined ? [] : ['', '', 'def derivatives(x):', '    """Derivatives of outputs in inputs, [rows, derivatives] or [derivatives]."""', ...meanOf(slopes, inputs.length)]),
    ...(task === 'classification' ? CLASSIFIES : []),
  ];
  const names = (of: readonly string[]): string => JSON.stringify(of);
  return `${[
    '"""', ...introduction(model), '"""', 'import numpy as np', '',
    `INPUTS = ${names(inputs.map(({ name }) => name))}`, `OUTPUTS = ${names(outputs.map(({ name }) => name))}`, ...(derivatives === undefined ? [] : [`DERIVATIVES = ${names(derivatives.columns.map(({ name }) => name))}`]), ...(task === 'classification' ? [`CLASSES = ${names(classes)}`] : []), '',
    ...program.tables, '', '', ...pythonHelpers(body.join('\n')), ...body,
  ].join('\n')}\n`;
}

/** The mean of what some networks make of x, rows or one row. */
function meanOf(networks: readonly string[], inputs: number): string[] {
  const mean = networks.length === 1 ? `${networks[0]!}(x)` : `(${networks.map((network) => `${network}(x)`).join(' + ')}) / ${networks.length}`;
  return [
    '    rows = np.asarray(x, dtype=float)', `    if rows.shape[-1] != ${inputs} or rows.ndim > 2:`, `        raise ValueError(f"x must be [rows, ${inputs}]; got {list(rows.shape)}.")`,
    '    x = np.atleast_2d(rows)', '    # Far outside, an exponential may overflow on its way to the right limit.', '    with np.errstate(all="ignore"):', `        y = ${mean}`,
    '    return y if rows.ndim == 2 else y[0]',
  ];
}

const CLASSIFIES = `

def probabilities(x):
    """Probabilities of the classes, shaped as the outputs."""
    y = predict(x)
    powers = np.exp(y - y.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def class_of(x):
    """Number of the most probable class of every row."""
    return predict(x).argmax(axis=-1)`.split('\n');

/** Functions over all rows at once; places are taken one after the other. */
class PythonProgram {
  readonly functions: string[] = [];
  private readonly names = new NamedThings();
  private readonly data = new DataPool({
    number: pythonNumber,
    table: (name, type, entries) => [`${name} = np.array([`, ...wrapped(entries, '    '), `]${type === 'counts' ? ', dtype=int' : ''})`],
  });

  get tables(): readonly string[] { return this.data.lines; }

  network({ maps, layers, scale, center }: ExportedNetwork): string {
    const body = [
      'a = np.empty(x.shape)', ...maps.map((map) => this.map(map)),
      ...layers.flatMap((layer) => this.layer(layer)), `return a * ${this.data.numbers('scale', scale)} + ${this.data.numbers('center', center)}`,
    ];
    return this.define('_network', ['x'], body);
  }

  private map(map: PlacedFormula): string {
    const { definitions, results: [y] } = this.written(map);
    const name = this.define('_map', [...parametersOf(map), 'x', 'y'], [...PLACE_LOOP, ...indented([...definitions, `y[:, i] = ${y!}`])]);
    return `${name}(${[...this.argumentsOf(map), 'x', 'a'].join(', ')})`;
  }

  private layer({ bias, terms, nodes, outputs, sums }: ExportedLayer): string[] {
    const body = [`s = np.tile(${this.data.numbers('bias', bias)}, (len(x), 1))`, ...terms.map((term) => this.term(term))];
    if (nodes.every(({ formula }) => formula === null)) return [...body, 'a = s'];
    // Sums of the same number in all nodes of a group, side by side.
    return [...body, `a = np.empty((len(x), ${outputs}))`, ...nodes.flatMap(({ first, firstSum, count, arity, formula }) => {
      const own = (j: number): string => `s[:, ${firstSum + j}:${Math.min(firstSum + count * arity, sums)}${arity === 1 ? '' : `:${arity}`}]`;
      const { definitions, results: [y] } = formula === null ? { definitions: [], results: [own(0)] } : lines(formula, Object.fromEntries(formula.inputs.map((input, j) => [input, own(j)])));
      return [...definitions, `a[:, ${first}:${first + count}] = ${y!}`];
    })];
  }

  private term(term: ExportedTerm): string {
    const { definitions, results } = this.written(term);
    const { window, start, base, size, baseWeights, ends, to, coefficients } = term;
    const features = results.slice(0, window);
    const body = [
      'e = 0', ...PLACE_LOOP,
      ...indented([
        ...definitions, `f = [${wrapped(features, '').join('\n         ')}]`, 'own = slice(e, ends[k])', 'e = ends[k]',
        // [rows, edges]
        ...(start === null ? [`y = sum(np.multiply.outer(v * np.ones(len(x)), c[own, j]) for j, v in enumerate(f))`]
          : [`start = (${results[start]!} * np.ones(len(x))).astype(int)`, 'y = sum((c[own][:, start + j] * v).T for j, v in enumerate(f))']),
        ...(base === null ? [] : [`y = y + np.multiply.outer(${results[base]!} * np.ones(len(x)), w[own])`]), 's[:, to[own]] += y',
      ]),
    ];
    const name = this.define('_term', [...parametersOf(term), 'ends', 'to', 'c', ...(base === null ? [] : ['w']), 'x', 's'], body);
    const weights = baseWeights === null ? [] : [this.data.numbers('weights', baseWeights)];
    return `${name}(${[
      ...this.argumentsOf(term), this.data.counts('ends', ends), this.data.counts('to', to), `${this.data.numbers('coefficients', coefficients)}.reshape(-1, ${size})`, ...weights, 'a', 's',
    ].join(', ')})`;
  }

  private argumentsOf({ from, numbers, tables, formula }: PlacedFormula): string[] {
    const places = `.reshape(${from.length}, -1)`;
    return [
      this.data.counts('from', from), ...(formula.inputs.length === 1 ? [] : [`${this.data.numbers('places', numbers)}${places}`]), ...tables.map((table) => `${this.data.numbers('table', table)}${places}`),
    ];
  }

  /** A formula at place k, of u. */
  private written({ formula }: PlacedFormula): { definitions: string[]; results: readonly string[] } {
    const [x, ...numbers] = formula.inputs;
    return lines(formula, { [x!]: 'u', ...Object.fromEntries(numbers.map((name, j) => [name, `p[k, ${j}]`])), ...Object.fromEntries(formula.tables.map((name, j) => [name, `t${j}[k]`])) });
  }

  private define(wish: string, parameters: readonly string[], body: readonly string[]): string {
    return this.names.name(wish, [...parameters, ...body].join('\n'), (name) => { this.functions.push(`def ${name}(${parameters.join(', ')}):`, ...indented(body), '', ''); });
  }
}

function lines(formula: Formula, names: Readonly<Record<string, string>>): { definitions: string[]; results: readonly string[] } {
  const { definitions, results } = statements(formula.roots, withNames(pythonWriting, names), (k) => `v${k + 1}`, LINE - 20);
  return { definitions: definitions.map(([name, text]) => `${name} = ${text}`), results };
}

/** What a function of a formula at many places is handed about them; `from` is a word of Python. */
function parametersOf({ formula }: PlacedFormula): string[] { return ['inputs', ...(formula.inputs.length === 1 ? [] : ['p']), ...formula.tables.map((_, j) => `t${j}`)]; }

const PLACE_LOOP: readonly string[] = ['for k, i in enumerate(inputs):', '    u = x[:, i]'];

const indented = (of: readonly string[]): string[] => of.map((line) => `    ${line}`);

/** A program around the file that reads rows and writes outputs. */
export function pythonTrial({ name, task, derivatives }: ExportedModel): ExportTrial {
  const columns = task === 'classification' ? `[network.predict(x), network.probabilities(x), network.class_of(x)[:, None]]` : `[network.predict(x)${derivatives === undefined ? '' : `, network.derivatives(x)`}]`;
  // A name may be a word of the language, such as class.
  const main = `import sys
from importlib import import_module
import numpy as np

network = import_module("${name}")

x = np.loadtxt(sys.stdin, ndmin=2)
np.savetxt(sys.stdout, np.hstack(${columns}), fmt="%.17g")
`;
  return { files: { [`${name}_main.py`]: main }, probe: ['python', '-c', 'import numpy'], needs: 'Python with numpy', commands: [['python', `${name}_main.py`]] };
}
