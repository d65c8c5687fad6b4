import { type Formula, statements } from '@knotwork/algebra';
import type { ExportedLayer, ExportedNetwork, ExportedTerm, PlacedFormula } from '@knotwork/plugin';
import { NamedThings } from '../text/named-things.js';
import { DataPool } from '../text/data-pool.js';
import type { Dialect, ParameterType } from './dialect.js';
import { withNames } from '../text/named-leaves.js';
import { LINE } from '../text/wrapped.js';

/** Products in a line. */
const PRODUCTS = 4;

type Parameters = readonly (readonly [name: string, type: ParameterType])[];

/**
 * Writes networks as functions from one row of inputs to one row of outputs, in a language of loops over arrays. A function is written once for all
 * terms that have the same formula; their numbers are handed to it.
 */
export class ScalarProgram {
  readonly functions: string[] = [];
  private readonly data: DataPool;
  private readonly names = new NamedThings();

  constructor(private readonly dialect: Dialect) { this.data = new DataPool(dialect); }

  /** Declarations of arrays. */
  get tables(): readonly string[] { return this.data.lines; }

  /** Writes a network. @returns the name of a function of `x` and `y` */
  network({ maps, layers: all, scale, center }: ExportedNetwork): string {
    const { dialect } = this;
    // What is before a layer without edges is read by nobody.
    const cut = all.findLastIndex(({ terms }) => terms.length === 0);
    const layers = all.slice(Math.max(cut, 0));
    // Two arrays take turns as what goes in and what comes out of a layer.
    const [a, b] = ['a', 'b'];
    const into = (l: number): string => (l % 2 === 0 ? a : b);
    const body = [
      ...(cut < 0 ? maps.map((map) => this.map(map, 'x', a)) : []), ...layers.flatMap((layer, l) => this.layer(layer, into(l), into(l + 1))),
      `${dialect.loop('k', scale.length)} y[k] = ${into(layers.length)}[k] * ${this.data.numbers('scale', scale)}[k] + ${this.data.numbers('center', center)}[k];`,
    ];
    const width = Math.max(...layers.flatMap(({ inputs, outputs }) => [inputs, outputs]));
    const lengths = { [a]: width, [b]: width, s: Math.max(...layers.map(({ sums }) => sums)) };
    const scratch = Object.entries(lengths).filter(([name]) => body.some((line) => new RegExp(`\\b${name}\\b`).test(line)));
    return this.define('network', [['x', 'numbers'], ['y', 'results']], [...scratch.map(([name, length]) => dialect.scratch(name, length)), ...body]);
  }

  /** @returns the call of a function that maps inputs */
  private map(map: PlacedFormula, from: string, to: string): string {
    const { definitions, results: [y] } = this.written(map);
    const name = this.define('map', [...parametersOf(map), ['x', 'numbers'], ['y', 'results']], [
      `${this.dialect.loop('k', 'places')} {`, ...indented([...this.argument([...definitions, y!]), ...definitions, `y[from[k]] = ${y!};`]), '}',
    ]);
    return `${name}(${[...this.argumentsOf(map), from, to].join(', ')});`;
  }

  private layer(layer: ExportedLayer, from: string, to: string): string[] {
    const { dialect } = this;
    const sums = isSum(layer) ? to : 's';
    const body = [`${dialect.loop('k', layer.sums)} ${sums}[k] = ${this.data.numbers('bias', layer.bias)}[k];`, ...layer.terms.map((term) => this.term(term, from, sums))];
    if (sums === to) return body;
    for (const { first, firstSum, count, arity, formula } of layer.nodes) {
      const places = Array.from({ length: arity }, (_, j) => `s[${product(arity, 'n', firstSum + j)}]`);
      const { definitions, results: [y] } = formula === null ? { definitions: [], results: [places[0]!] } : this.lines(formula, Object.fromEntries(formula.inputs.map((input, j) => [input, places[j]!])));
      body.push(`${dialect.loop('n', count)} {`, ...indented([...definitions, `${to}[${product(1, 'n', first)}] = ${y!};`]), '}');
    }
    return body;
  }

  /** @returns the call of a function that adds what the edges of a term make of x */
  private term(term: ExportedTerm, from: string, sums: string): string {
    const { dialect } = this;
    const { definitions, results } = this.written(term);
    const { window, start, base, size } = term;
    const begin = start === null ? '' : ' + start';
    const products = Array.from({ length: window }, (_, j) => `c[${product(size, 'e', 0)}${begin}${j === 0 ? '' : ` + ${j}`}] * f${j}`);
    if (base !== null) products.push('w[e] * base');
    const [first, ...more] = Array.from({ length: Math.ceil(products.length / PRODUCTS) }, (_, k) => products.slice(k * PRODUCTS, (k + 1) * PRODUCTS).join(' + '));
    const edge = more.length === 0 ? [`s[to[e]] += ${first!};`] : [dialect.variable('sum', first!), ...more.map((text) => `sum += ${text};`), 's[to[e]] += sum;'];
    const name = this.define('term', [
      ...parametersOf(term), ['ends', 'counts'], ['to', 'counts'], ['c', 'numbers'], ...(base === null ? [] : [['w', 'numbers']] as const), ['x', 'numbers'], ['s', 'results'],
    ], [
      dialect.counter('e'),
      `${dialect.loop('k', 'places')} {`,
      ...indented([
        ...this.argument([...definitions, ...results]), ...definitions, ...Array.from({ length: window }, (_, j) => dialect.constant(`f${j}`, results[j]!)),
        ...(base === null ? [] : [dialect.constant('base', results[base]!)]), ...(start === null ? [] : [dialect.whole('start', results[start]!)]),
        'for (; e < ends[k]; e++) {', ...indented(edge), '}',
      ]),
      '}',
    ]);
    const weights = term.baseWeights === null ? [] : [this.data.numbers('weights', term.baseWeights)];
    const { ends, to, coefficients } = term;
    return `${name}(${[...this.argumentsOf(term), this.data.counts('ends', ends), this.data.counts('to', to), this.data.numbers('coefficients', coefficients), ...weights, from, sums].join(', ')});`;
  }

  /** x at place k, where formulas read it: derivatives may be constant. */
  private argument(texts: readonly string[]): string[] {
    return texts.some((text) => /\bu\b/.test(text)) ? [this.dialect.constant('u', 'x[from[k]]')] : [];
  }

  private argumentsOf({ from, numbers, tables }: PlacedFormula): string[] {
    return [
      String(from.length), this.data.counts('from', from), ...(numbers.length === 0 ? [] : [this.data.numbers('places', numbers)]), ...tables.map((table) => this.data.numbers('table', table)),
    ];
  }

  /** A formula at place k, of u. */
  private written({ formula, from, tables }: PlacedFormula): { definitions: string[]; results: readonly string[] } {
    const [x, ...numbers] = formula.inputs;
    return this.lines(formula, {
      [x!]: 'u', ...Object.fromEntries(numbers.map((name, j) => [name, `p[${product(numbers.length, 'k', j)}]`])),
      ...Object.fromEntries(formula.tables.map((name, j) => [name, this.dialect.tableAt(`t${j}`, tables[j]!.length / from.length)])),
    });
  }

  private lines(formula: Formula, names: Readonly<Record<string, string>>): { definitions: string[]; results: readonly string[] } {
    const { definitions, results } = statements(formula.roots, withNames(this.dialect.writing, names), (k) => `v${k + 1}`, LINE - 20);
    return { definitions: definitions.map(([name, text]) => this.dialect.constant(name, text)), results };
  }

  /** Name of the function with this body: one that is there already, or a new one. */
  private define(wish: string, parameters: Parameters, body: readonly string[]): string {
    return this.names.name(wish, [...parameters.flat(), ...body].join('\n'), (name) => { this.functions.push(...this.dialect.define(name, parameters, body), ''); });
  }
}

/** What a function of a formula at many places is handed about them. */
function parametersOf({ formula }: PlacedFormula): Parameters {
  return [
    ['places', 'count'], ['from', 'counts'], ...(formula.inputs.length === 1 ? [] : [['p', 'numbers']] as const), ...formula.tables.map((_, j) => [`t${j}`, 'numbers'] as const),
  ];
}

/** Whether every output is the sum of its number. */
function isSum({ nodes }: ExportedLayer): boolean { return nodes.every(({ formula }) => formula === null); }

/** `3 * k + 2`, without what adds nothing. */
function product(factor: number, name: string, offset: number): string {
  return `${factor === 1 ? '' : `${factor} * `}${name}${offset === 0 ? '' : ` + ${offset}`}`;
}

export const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));
