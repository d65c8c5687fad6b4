import { blockProgram, constant, derivatives, type Expr, formula, type Formula, GRID_MAX, GRID_MIN, input as read, substitute } from '@knotwork/algebra';
import { derivativeSections, type Section, symbol, type Written } from '@knotwork/algebra/written';
import { structureOfBasis } from '@knotwork/experiment/texts';
import { featureMoments, gridOf, namedFunction, shapeInput, termFeatures, writeGrid } from '@knotwork/network';
import {
  type BasisDefinition, callPlugin, type Catalog, type DefinitionOf, type EdgeDefinition, type FeatureMoments, type FunctionDefinition, inFull, type Kind, type LayerDefinition, type LossDefinition,
  type OptimizerDefinition, type RegularizerDefinition, soundClaims,
} from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';

export type Options = Readonly<Record<string, unknown>>;

/** Curves of a plugin, at places from left to right. */
export interface Curves { readonly along: string; readonly x: Float64Array; readonly series: readonly { readonly name: string; readonly y: Float64Array }[] }

/** What a plugin is as formulas, to be written. */
export interface PluginSheet {
  /** What the letters mean that are not defined by equations: sentences. */
  readonly about: readonly string[];
  readonly sections: readonly Section[];
  readonly inputs: Readonly<Record<string, Written>>;
  /** The formula itself, without derivatives, for costs and for C; null where there is nothing to compute. */
  readonly formula: Formula | null;
  /** A basis as an engine sees it. */
  readonly term: TermStructure | null;
  readonly moments: FeatureMoments | null;
  readonly curves: Curves | null;
}

type Sheets = { readonly [K in Kind]?: (definition: DefinitionOf[K], options: Options, catalog: Catalog) => PluginSheet | string };

const sheets: Sheets = { basis: sheetOfBasis, function: sheetOfFunction, loss: sheetOfLoss, regularizer: sheetOfRegularizer, optimizer: sheetOfOptimizer, edge: sheetOfEdge, layer: sheetOfLayer };

/** The formulas of a plugin; why there are none, as a clause, where it has none. */
export function sheetOf<K extends Kind>(kind: K, definition: DefinitionOf[K], options: Options, catalog: Catalog): PluginSheet | string {
  return sheets[kind]?.(definition, options, catalog) ?? `plugins of the kind "${kind}" are programs`;
}

const NOTHING = { about: [], inputs: {}, formula: null, term: null, moments: null, curves: null } as const;

const POINTS = 241;
const places = (from: number, to: number): Float64Array => Float64Array.from({ length: POINTS }, (_, k) => from + ((to - from) * k) / (POINTS - 1));

/** Left sides such as B'_3(x). */
const PRIMES = ['', "'", "''", "'''"];
const called = (name: string, of: string, order = 0): Written => ({ text: `${name}${PRIMES[order]!}(${of})`, latex: `${name}${PRIMES[order]!}(${of})` });
const plainly = (name: string): Written => ({ text: name, latex: name });
const partial = (name: Written, by: Written, order: number): Written => {
  const [power, latexPower] = order === 1 ? ['', ''] : [`^${order}`, `^{${order}}`];
  return { text: `d${power} ${name.text} / d ${by.text}${power}`, latex: `\\frac{\\partial${latexPower} ${name.latex}}{\\partial ${by.latex}${latexPower}}` };
};

function sheetOfBasis(basis: BasisDefinition, options: Options, catalog: Catalog): PluginSheet {
  const structure = structureOfBasis(basis, options, catalog);
  const term = structure.layers[0]!.terms[0]!;
  const { start, values } = term.features;
  const shape = Object.keys(term.shape);
  const [low, high] = shape.some((name) => name === 'a' || name === 'b') ? ['l', 'h'] : ['a', 'b'];
  const label = (k: number): Written => ({ text: start === null ? `B_${k}` : k === 0 ? 'B_i' : `B_(i + ${k})`, latex: start === null ? `B_{${k}}` : k === 0 ? 'B_{i}' : `B_{i + ${k}}` });
  const left = (k: number, order: number): Written => {
    const { text, latex } = label(k);
    return { text: `${text.replace('B', `B${PRIMES[order]!}`)}(x)`, latex: `${latex.replace('B', `B${PRIMES[order]!}`)}(x)` };
  };
  const parameters = new Float64Array(structure.length);
  writeGrid(term, parameters, 0, { domain: [-1, 1], knots: null });
  const first: Section = {
    title: 'formula', equations: [
      ...(start === null || term.window === term.size ? [] : [{ left: { text: 'i', latex: 'i' }, e: start }]), ...values.map((e, k) => ({ left: left(k, 0), e })),
    ],
  };
  const has = (name: string): boolean => formulaOf(values, start, term).nodes.some((node) => node.name === name);
  const about = [
    ...(has(GRID_MIN) || has(GRID_MAX) ? [`[${low}, ${high}] is the domain of the input x, in which the formulas hold; outside, edges are continued as "outside" of the network says.`] : []),
    ...(start === null ? [] : term.window === term.size ? [] : [`${term.window} of ${term.size} features are not zero at x: those from number i on.`]),
    ...Object.entries(term.shape).map(([name, { scope, trainable, constraint }]) => `${symbol(name).text} is a number per ${scope}, ${trainable ? 'trained' : 'fixed'}${constraint === 'positive' ? ' and positive' : ''}.`),
  ];
  return {
    ...NOTHING, about: joined(about), term,
    sections: [first, ...derivativeSections(values, 'x', 3, left)],
    inputs: { x: { text: 'x', latex: 'x' }, [GRID_MIN]: { text: low, latex: low }, [GRID_MAX]: { text: high, latex: high }, ...Object.fromEntries(shape.map((name) => [shapeInput(name), symbol(name)])) },
    formula: formulaOf(values, start, term), moments: featureMoments(term, parameters), curves: curvesOfBasis(term, parameters),
  };
}

/** Parameters with names that differ in their numbers alone have one sentence. */
function joined(sentences: readonly string[]): readonly string[] {
  const byRest = new Map<string, string[]>();
  for (const sentence of sentences) {
    const [, name, rest] = /^([a-z]+\d+)( is a number per .*)$/.exec(sentence) ?? ['', sentence, ''];
    byRest.set(rest === '' ? sentence : rest!, [...byRest.get(rest === '' ? sentence : rest!) ?? [], name!]);
  }
  return [...byRest].map(([rest, names]) => (names[0] === rest ? rest : names.length === 1 ? names[0]! + rest : `${names.join(', ')}${rest.replace(' is a number', ' are numbers')}`));
}

function formulaOf(values: readonly Expr[], start: Expr | null, term: TermStructure): Formula {
  const inputs = ['x', GRID_MIN, GRID_MAX, ...Object.keys(term.shape).map(shapeInput)];
  return formula(inputs, Object.fromEntries([...values.map((e, k) => [`B${k}`, e] as const), ...(start === null ? [] : [['start', start] as const])]));
}

/** All features over the domain, with shape parameters where they begin. */
function curvesOfBasis(term: TermStructure, parameters: Float64Array): Curves {
  const x = places(-1, 1);
  const shape = Object.fromEntries(Object.entries(term.shape).map(([name, { initial }]) => [name, typeof initial === 'number' ? initial : (initial.from + initial.to) / 2]));
  const table = termFeatures(term, 0)(x, { ...gridOf(term, parameters, 0), shape });
  const series = Array.from({ length: term.size }, (_, k) => ({ name: `B_${k}`, y: new Float64Array(x.length) }));
  x.forEach((_, n) => { for (let j = 0; j < term.window; j++) series[table.starts[n]! + j]!.y[n] = table.values[0]![n * term.window + j]!; });
  return { along: 'x', x, series };
}

function sheetOfFunction(f: FunctionDefinition, options: Options): PluginSheet {
  const e = callPlugin(f, 'apply', () => f.apply(read('x'), options), ['x']);
  const { domain } = soundClaims(f.name, callPlugin(f, 'claims', () => f.claims?.(options) ?? {}));
  return { ...ofOne('f', e, domain), sections: [{ title: 'formula', equations: [{ left: called('f', 'x'), e }] }, ...derivativeSections([e], 'x', 2, (_, order) => called('f', 'x', order))] };
}

/** A formula of x alone. */
function ofOne(name: string, e: Expr, domain: readonly [number, number] = [-Infinity, Infinity]): Omit<PluginSheet, 'sections'> {
  const traced = formula(['x'], { [name]: e });
  return { ...NOTHING, inputs: { x: { text: 'x', latex: 'x' } }, formula: traced, curves: curvesOf(traced, 'x', domain) };
}

function curvesOf(traced: Formula, along: string, [from, to]: readonly [number, number], others: Readonly<Record<string, number>> = {}): Curves {
  const near = (end: number, other: number): number => (Number.isFinite(end) ? end : Number.isFinite(other) ? other + Math.sign(end) * 4 : Math.sign(end) * 3);
  const x = places(Math.max(near(from, to), -20), Math.min(near(to, from), 20));
  const program = evaluated(traced, along, x, others);
  return { along, x, series: traced.outputs.map((name, k) => ({ name, y: program[k]! })) };
}

/** Outputs of a formula at places of one of its inputs; the others are numbers. */
function evaluated(traced: Formula, along: string, x: Float64Array, others: Readonly<Record<string, number>>): readonly Float64Array[] {
  const program = blockProgram(traced, x.length);
  traced.inputs.forEach((name, k) => { if (name === along) program.inputs[k]!.set(x); else program.inputs[k]!.fill(others[name] ?? 0); });
  program.run(x.length);
  return program.outputs.map((y) => y.slice());
}

function sheetOfLoss(loss: LossDefinition, options: Options): PluginSheet {
  const count = loss.task === 'classification' ? 3 : 1;
  const names = (letter: string): string[] => Array.from({ length: count }, (_, k) => (count === 1 ? letter : `${letter}${k + 1}`));
  const [outputs, targets] = [names('y'), names('t')];
  const values = callPlugin(loss, 'formula', () => loss.formula(outputs.map(read), targets.map(read), options), [...outputs, ...targets]);
  const total = loss.form === 'loss' ? values[0]! : values.map((r) => r.square()).reduce((sum, r) => sum.add(r)).mul(0.5);
  const residuals: Section[] = loss.form === 'loss' ? [] : [{ title: 'residuals', equations: values.map((e, k) => ({ left: { text: `r${values.length === 1 ? '' : `_${k + 1}`}`, latex: values.length === 1 ? 'r' : `r_{${k + 1}}` }, e })) }];
  const by = symbol(outputs[0]!);
  const traced = formula([...outputs, ...targets], { L: total });
  return {
    ...NOTHING,
    about: [`${count === 1 ? 'y is an output of the network and t its target' : `${outputs.map((name) => symbol(name).text).join(', ')} are the outputs of the network, one per class, and ${targets.join(', ')} the probabilities of the classes`}; L is the loss of a row${loss.form === 'residuals' ? ', half the sum of the squares of the residuals' : ''}. What is minimized is its mean over rows.`],
    sections: [...residuals, { title: 'formula', equations: [{ left: { text: 'L', latex: 'L' }, e: total }] }, ...derivativeSections([total], outputs[0]!, 2, (_, order) => partial(plainly('L'), by, order))],
    inputs: Object.fromEntries([...outputs, ...targets].map((name) => [name, symbol(name)])), formula: traced,
    curves: curvesOf(traced, outputs[0]!, [-3, 3], Object.fromEntries([...outputs.slice(1), ...targets].map((name) => [name, name === 't1' ? 1 : 0]))),
  };
}

const STATISTICS: Readonly<Record<RegularizerDefinition['statistic'], string>> = {
  rms: 'the root mean square of the outputs of edge e', sd: 'the standard deviation of the outputs of edge e', outputShare: "the share of the outputs' spread that flows through edge e",
  roughness: 'the integral of the squared m-th derivative of the basis sum of edge e over its domain, whose width counts as 1', meanAbs: 'the mean absolute value of the outputs of edge e',
};

const SCOPES: Readonly<Record<RegularizerDefinition['scope'], string>> = { edge: 'the edge alone', node: 'the edges into a node', layer: 'the edges of a layer', network: 'all edges' };

function sheetOfRegularizer(regularizer: RegularizerDefinition, options: Options): PluginSheet {
  const { statistic, scope } = regularizer;
  const sums = callPlugin(regularizer, 'sums', () => regularizer.sums(read('s'), options), ['s']);
  const names = Object.keys(sums);
  const penalty = callPlugin(regularizer, 'penalty', () => regularizer.penalty(Object.fromEntries(names.map((name) => [name, read(name)])), options), names);
  const slope = names.map((name) => derivatives([penalty], name)[0]!.mul(derivatives([sums[name]!], 's')[0]!)).reduce((sum, e) => sum.add(e), constant(0));
  const order = regularizer.derivative === undefined ? null : callPlugin(regularizer, 'derivative', () => regularizer.derivative!(options));
  const s: Written = { text: 's', latex: 's_e' };
  const before: Written | undefined = scope === 'edge' ? undefined : { text: 'sum over e of', latex: '\\sum_e' };
  return {
    ...NOTHING,
    about: [
      `s is ${order === null ? STATISTICS[statistic] : STATISTICS[statistic].replace('m-th', `${order}${['st', 'nd', 'rd'][order - 1] ?? 'th'}`)}; sums run over ${SCOPES[scope]}, and P is added up over ${scope === 'network' ? 'one network' : `${scope}s`}.`,
    ],
    sections: [
      { title: 'sums', equations: names.map((name) => ({ left: symbol(name), ...(before === undefined ? {} : { before }), e: sums[name]! })) },
      { title: 'formula', equations: [{ left: { text: 'P', latex: 'P' }, e: penalty }] },
      { title: 'first derivative', equations: [{ left: partial(plainly('P'), s, 1), e: slope }] },
    ],
    inputs: { s, ...Object.fromEntries(names.map((name) => [name, symbol(name)])) },
    formula: formula(['s', ...names], { P: penalty }),
    curves: null,
  };
}

function sheetOfOptimizer(optimizer: OptimizerDefinition, options: Options): PluginSheet | string {
  if (optimizer.method !== 'update') return `it is some numbers of the method "${optimizer.method}", whose loop is Knotwork's own`;
  const slots = optimizer.slots.map((name) => [name, read(name)] as const);
  const inputs = { parameter: read('parameter'), gradient: read('gradient'), step: read('step'), steps: read('steps'), decays: read('decays') };
  const update = callPlugin(optimizer, 'update', () => optimizer.update({ ...inputs, slots: Object.fromEntries(slots) }, options));
  const symbols: Readonly<Record<string, Written>> = {
    parameter: { text: 'w', latex: 'w' }, gradient: { text: 'g', latex: 'g' }, step: { text: 'n', latex: 'n' }, steps: { text: 'N', latex: 'N' }, decays: { text: 'd', latex: 'd' },
    ...Object.fromEntries(optimizer.slots.map((name) => [name, symbol(name)])),
  };
  const next = ({ text, latex }: Written): Written => ({ text: `${text}_next`, latex: `${latex}^{+}` });
  const outputs = { ...update.slots, parameter: update.parameter };
  const traced = formula([...Object.keys(inputs), ...optimizer.slots], outputs);
  const used = new Set(traced.nodes.map(({ name }) => name));
  const meanings = { parameter: 'w is a parameter', gradient: 'g its gradient', step: 'n the number of the step, from 1', steps: 'N the number of steps', decays: 'd is 1 where weight decay acts, else 0' };
  return {
    ...NOTHING,
    about: [
      `${Object.entries(meanings).filter(([name]) => used.has(name)).map(([, meaning]) => meaning).join(', ')}.`,
      ...(optimizer.slots.length === 0 ? [] : [`${optimizer.slots.map((name) => symbol(name).text).join(', ')} ${optimizer.slots.length === 1 ? 'is' : 'are'} kept for each parameter, from 0 on.`]),
    ],
    sections: [{ title: 'formula', equations: Object.entries(outputs).map(([name, e]) => ({ left: next(symbols[name]!), e })) }],
    inputs: symbols, formula: traced,
  };
}

function sheetOfEdge(edge: EdgeDefinition, options: Options, catalog: Catalog): PluginSheet {
  const { base, basisWeight } = callPlugin(edge, 'compose', () => edge.compose(options));
  // The basis sum stands for itself: which basis it is, the edge does not know.
  const sum = (order: number): string => `S${PRIMES[order]!}`;
  const e = base === null ? null : namedFunction(base, catalog);
  const phi = (order: number): Expr => {
    const own = basisWeight ? read('w_s').mul(read(sum(order))) : read(sum(order));
    return e === null ? own : read('w_b').mul(read(`b${PRIMES[order]!}`)).add(own);
  };
  const names = [0, 1, 2].flatMap((order) => [[sum(order), { text: `${sum(order)}(x)`, latex: `${sum(order)}(x)` }], [`b${PRIMES[order]!}`, { text: `b${PRIMES[order]!}(x)`, latex: `b${PRIMES[order]!}(x)` }]] as const);
  const ofBase = e === null ? null : ofOne('b', e);
  return {
    ...NOTHING, ...ofBase,
    about: [
      'S(x) is the sum of the features of the basis times the coefficients of the edge, S(x) = sum_i c_i B_i(x).',
      ...(base === null ? [] : [`b is the function "${inFull(base).kind}", and w_b is trained.`]), ...(basisWeight ? ['w_s is trained.'] : []),
    ],
    sections: [0, 1, 2].map((order) => ({
      title: order === 0 ? 'formula' : `${['first', 'second'][order - 1]!} derivative`, equations: [{ left: called('phi', 'x', order), e: phi(order) }, ...(e === null ? [] : [{ left: called('b', 'x', order), e: nth(e, order) }])]
        .map(({ left, e: of }) => ({ left: { ...left, latex: left.latex.replace('phi', '\\varphi') }, e: of })),
    })),
    inputs: { x: { text: 'x', latex: 'x' }, w_s: { text: 'w_s', latex: 'w_s' }, w_b: { text: 'w_b', latex: 'w_b' }, ...Object.fromEntries(names) },
  };
}

function nth(e: Expr, order: number): Expr {
  let derived = e;
  for (let m = 0; m < order; m++) derived = derivatives([derived], 'x')[0]!;
  return derived;
}

function sheetOfLayer(layer: LayerDefinition, options: Options, catalog: Catalog): PluginSheet | string {
  const activation = callPlugin(layer, 'activation', () => layer.activation?.(options) ?? null);
  const groups = callPlugin(layer, 'nodes', () => layer.nodes?.(options, { inputs: 2, outputs: 4 }) ?? [{ count: 4, arity: 1 }]).filter(({ count }) => count > 0);
  const f = activation === null ? null : namedFunction(activation, catalog);
  const nodes = groups.map(({ arity, formula: node }) => {
    const z = Array.from({ length: arity }, (_, j) => (arity === 1 ? 'z' : `z${j + 1}`));
    const plain = node === undefined ? read(z[0]!) : callPlugin(layer, 'formula', () => node(z.map(read)), z);
    return { z, e: f === null ? plain : substitute([f], { x: plain })[0]! };
  });
  const distinct = nodes.filter(({ z, e }, k) => nodes.findIndex((other) => other.z.length === z.length && JSON.stringify(other.e) === JSON.stringify(e)) === k);
  const inputs = Object.fromEntries(distinct.flatMap(({ z }) => z.map((name) => [name, symbol(name)])));
  const named = (k: number): Written => (distinct.length === 1 ? { text: 'y', latex: 'y' } : { text: `y_${k + 1}`, latex: `y_{${k + 1}}` });
  const slopes = distinct.flatMap(({ z, e }, k) => z.map((name) => ({ left: partial(named(k), symbol(name), 1), e: derivatives([e], name)[0]! })));
  const traced = formula(Object.keys(inputs), Object.fromEntries(distinct.map(({ e }, k) => [named(k).text, e])));
  return {
    ...NOTHING,
    about: [
      `${Object.values(inputs).map(({ text }) => text).join(', ')} ${Object.keys(inputs).length === 1 ? 'is the sum' : 'are sums'} of the edges that lead to a node, with a bias where the basis cannot express one; y is what the node gives.`,
      ...(activation === null ? [] : [`The function "${inFull(activation).kind}" is applied last.`]),
    ],
    sections: [{ title: 'formula', equations: distinct.map(({ e }, k) => ({ left: named(k), e })) }, { title: 'first derivatives', equations: slopes }],
    inputs, formula: traced, curves: distinct.length === 1 && distinct[0]!.z.length === 1 ? curvesOf(traced, 'z', [-3, 3]) : null,
  };
}
