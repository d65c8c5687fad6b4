import { blockProgram, derivatives, type Expr, formula, input } from '@knotwork/algebra';
import { countParameters, edgesFrom, nodeOf, resolve, sumInput } from '@knotwork/network';
import { type EdgePair, INPUT_MAPS, isKnotworkError, type LayerDefinition, type LayerParts, type LayerSize, OUTSIDES, type TermSpec } from '@knotwork/plugin';
import type { Segment } from '@knotwork/plugin/engine';
import { askedAgain } from '../kit/asked-again.js';
import { needSlopes } from '../kit/differences.js';
import { nodesByHand } from '../engine/nodes-by-hand.js';
import { someRows } from '../engine/cases.js';
import { need, needClose, ROUNDING } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork, type NetworkCase, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import { withoutEdges } from '../kit/without-edges.js';

export type LayerSubject = Subject<LayerDefinition>;

/** Numbers of inputs and outputs that layers are made with. */
const SIZES = [[1, 1], [1, 3], [3, 1], [4, 3]] as const;
const PARTS: LayerParts = { basis: { kind: 'reference-spline', intervals: 2 }, edge: { kind: 'reference-residual' }, inputMap: 'interval', outside: 'linear' };

/** Sums that nodes get, some of them far off. */
const SUMS = Float64Array.of(-40, -7.3, -2.2, -0.61, -0.013, 0.29, 1.7, 4.4, 23);
const STEP = 1e-3;

const networkOf = (subject: LayerSubject, options: Options, widths: readonly number[], seed?: number): NetworkCase => kitNetwork(subject, widths, { layer: useOf(subject.definition, options) }, seed);
const termsOf = ({ definition }: LayerSubject, options: Options, [inputs, sums]: readonly [number, number]): readonly TermSpec[] => definition.terms(options, PARTS, { inputs, sums });
const hasActivation = { text: '`activation`', isMade: ({ definition }: LayerSubject) => definition.activation !== undefined };
const hasNodes = { text: '`nodes`', isMade: ({ definition }: LayerSubject) => definition.nodes !== undefined };

/** What is made, or null where the core refuses the size of the layer in words: its options may ask for more nodes than there are. */
function unlessRefused<T>({ definition: { name } }: LayerSubject, make: () => T): T | null {
  try { return make(); } catch (error) {
    if (isKnotworkError(error) && error.code === 'input' && error.place.plugin === `layer ${name}`) return null;
    throw error;
  }
}

/** A layer of two nodes, or of as many as its options need. @throws Error where 40 are refused too */
const roomy = (subject: LayerSubject, options: Options, inputs = 3): NetworkCase => unlessRefused(subject, () => networkOf(subject, options, [inputs, 2])) ?? networkOf(subject, options, [inputs, 40]);

/** All checks of layer cores. */
export const layerChecks: readonly PluginCheck<LayerSubject>[] = [
  ...optionChecks<LayerSubject>((subject, options) => { roomy(subject, options); }),
  {
    name: 'terms are pure',
    how: '`terms` says the same when it is asked again, for other sizes and options in between, and leaves the offered parts as they are.',
    run: (subject) => {
      const offered = JSON.stringify(PARTS);
      const ask = (): string[] => subject.sets.flatMap((options) => SIZES.map((size) => JSON.stringify(termsOf(subject, options, size))));
      const { first, again } = askedAgain(ask, () => { termsOf(subject, subject.sets[0]!, SIZES[0]!); });
      again.flat().forEach((terms, k) => {
        const before = first[k % first.length];
        need(terms === before, `${subject.definition.name} has other terms when asked again: ${before}, then ${terms}`);
      });
      need(JSON.stringify(PARTS) === offered, `${subject.definition.name} changed the parts it was offered`);
    },
  },
  {
    name: 'every edge is on in a term, whatever the size of the layer',
    how: 'Layers of one to four nodes resolve or are refused in words, terms name edges that exist, and no edge is left to nobody.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [inputs, outputs] of SIZES) {
          const made = unlessRefused(subject, () => networkOf(subject, options, [inputs, outputs]));
          if (made === null) continue;
          const { terms, sums } = made.structure.layers[0]!;
          const dead = Array.from({ length: inputs * sums }, (_, e) => e).filter((e) => terms.every(({ edges }) => edges.edgeAt[e]! < 0));
          need(dead.length === 0, `${titled(subject.definition, options)} with ${inputs} inputs and ${outputs} outputs: no term has the edge from ${Math.floor(dead[0]! / sums)} to ${dead[0]! % sums}`);
        }
      }
    },
  },
  {
    name: 'edges that are switched off pass nothing on and are not counted',
    how: 'All edges into the last output go, as in pruning: it no longer depends on any input, the others stay, and their parameters are gone from the count.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = roomy(subject, options);
        const { sums, nodes, outputs } = c.structure.layers[0]!;
        const last = Array.from({ length: 3 * sums }, (_, e) => [Math.floor(e / sums), e % sums] as const).filter(([, sum]) => nodeOf(nodes, sum) === outputs - 1);
        const less = withoutEdges(c.structure, c.network, [last], c.catalog);
        const { program, state } = await openCase(subject.setup.engine, c);
        const pruned = await openCase(subject.setup.engine, { ...c, ...less });
        const before = (await state.outputs(await program.bind({ data: c.rows }))).values;
        const after = (await pruned.state.outputs(await pruned.program.bind({ data: c.rows }))).values;
        const what = titled(subject.definition, options);
        const isLast = (_: number, k: number): boolean => k % outputs === outputs - 1;
        needClose(after.filter((v, k) => !isLast(v, k)), before.filter((v, k) => !isLast(v, k)), ROUNDING, `${what}: outputs whose edges are on`);
        need(after.filter(isLast).every((v) => v === after[outputs - 1] && Number.isFinite(v)), `${what}: an output without edges depends on inputs or is not finite`);
        const { edges } = countParameters(less.structure).external;
        need(edges === 3 * sums - last.length, `${what}: ${edges} edges are counted, expected ${3 * sums - last.length}`);
      }
    },
  },
  {
    name: 'outputs are the node formulas of sums of edges and bias',
    how: 'The engine and sums of edge functions by hand, then node formulas evaluated as numbers, agree to 1e-12.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = roomy(subject, options);
        const { program, state } = await openCase(subject.setup.engine, c);
        const rows = someRows(c.rows, 0, 6);
        const { values } = await state.outputs(await program.bind({ data: rows }));
        const layer = c.structure.layers[0]!;
        const sums = Float64Array.from({ length: rows.inputs.count * layer.sums }, (_, k) => {
          const [row, s] = [Math.floor(k / layer.sums), k % layer.sums];
          let z = c.network.parameters[layer.bias.offset + s]!;
          for (let i = 0; i < 3; i++) z += edgesFrom(layer, c.network.parameters, i, rows.inputs.values.subarray(row * 3 + i, row * 3 + i + 1), 0)[s]!;
          return z;
        });
        needClose(values, nodesByHand(layer, sums), ROUNDING, titled(subject.definition, options));
      }
    },
  },
  {
    name: 'node formulas are pure and finite to third order, whatever the size of the layer',
    how: 'For layers of one, two and seventeen inputs and sums from -40 to 23, zero among them, with derivatives in each sum that agree with differences.',
    claim: hasNodes,
    run: (subject) => {
      const { definition, sets } = subject;
      for (const options of sets) {
        for (const inputs of [1, 2, 17]) {
          const what = `${titled(definition, options)}, ${inputs} inputs`;
          const ask = (): readonly NodeFormula[] => unlessRefused(subject, () => formulasOf(definition, options, { inputs, outputs: 4 })) ?? formulasOf(definition, options, { inputs, outputs: 40 });
          const [first, again] = [ask(), ask()];
          need(areSameExpressions(first.map(({ y }) => y), again.map(({ y }) => y)) && JSON.stringify(first.map(counted)) === JSON.stringify(again.map(counted)), `${what}: other nodes when asked again`);
          for (const { arity, y } of first) {
            for (let k = 0; k < arity; k++) {
              const at = (m: number) => (points: Float64Array): Float64Array => inSum(y, arity, k, m, points);
              for (const order of [1, 2, 3]) {
                for (const m of [0, order]) need(at(m)(Float64Array.of(0, ...SUMS)).every(Number.isFinite), `${what}: derivative ${m} is not finite`);
                needSlopes(at(order - 1), at(order), SUMS, STEP, `${what}, derivative ${order} in sum ${k}`);
              }
            }
          }
        }
      }
    },
  },
  {
    name: 'the activation is named purely, and the node is finite with it',
    how: '`activation` names the same function when asked again, or null; node formulas followed by it are finite to third order at sums from -40 to 23.',
    claim: hasActivation,
    run: (subject) => {
      const { definition, sets } = subject;
      for (const options of sets) {
        const [first, ...again] = Array.from({ length: 3 }, () => JSON.stringify(definition.activation!(options)));
        need(again.every((named) => named === first), `${titled(definition, options)} names another activation when asked again: ${first}, then ${again.join(' and ')}`);
        for (const { formula: node, arity } of roomy(subject, options).structure.layers[0]!.nodes) {
          if (node === null) continue;
          for (let k = 0; k < arity; k++) {
            for (const order of [0, 1, 2, 3]) need(inSum(node.roots[0]!, arity, k, order, SUMS).every(Number.isFinite), `${titled(definition, options)}: derivative ${order} at the nodes is not finite`);
          }
        }
      }
    },
  },
  {
    name: 'every input map and every outside makes a layer',
    how: 'What a file may offer, in all combinations, resolves and gives finite outputs; a layer may use parts of its own instead.',
    run: async (subject) => {
      for (const inputMap of INPUT_MAPS) {
        for (const outside of OUTSIDES) {
          const c = kitNetwork(subject, [2, 2], { layer: useOf(subject.definition, subject.sets[0]!), inputMap, outside });
          const { program, state } = await openCase(subject.setup.engine, c);
          const { values } = await state.outputs(await program.bind({ data: c.rows }));
          need(values.every(Number.isFinite), `${c.name}, ${inputMap} and ${outside}: outputs are not finite`);
        }
      }
    },
  },
  {
    name: 'the order of inputs does not matter',
    how: 'Inputs, their domains and edges in reverse order give the same outputs.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = roomy(subject, options);
        const { program, state } = await openCase(subject.setup.engine, c);
        const before = (await state.outputs(await program.bind({ data: c.rows }))).values;
        const turned = reversed(c);
        const again = await openCase(subject.setup.engine, turned);
        needClose((await again.state.outputs(await again.program.bind({ data: turned.rows }))).values, before, ROUNDING, titled(subject.definition, options));
      }
    },
  },
  ...networkChecks<LayerSubject>((subject, widths, seed) => networkOf(subject, subject.sets[0]!, widths, seed)),
];

interface NodeFormula { readonly count: number; readonly arity: number; readonly y: Expr }

/** What a core says of its nodes: the identity where it says no formula. */
const formulasOf = (definition: LayerDefinition, options: Options, size: LayerSize): readonly NodeFormula[] => definition.nodes!(options, size).map(({ count, arity, formula: of }) => {
  const sums = Array.from({ length: arity }, (_, k) => input(sumInput(k)));
  return { count, arity, y: of?.(sums) ?? sums[0]! };
});

const counted = ({ count, arity }: NodeFormula): readonly number[] => [count, arity];

/** Sums that the others of a node have while one is looked at. */
const OTHERS = [0.7, -1.3, 0.4];

/** A node formula, or a derivative in one of its sums, at values of that sum. */
function inSum(y: Expr, arity: number, k: number, order: number, points: Float64Array): Float64Array {
  let derived = y;
  for (let m = 0; m < order; m++) derived = derivatives([derived], sumInput(k))[0]!;
  const program = blockProgram(formula(Array.from({ length: arity }, (_, a) => sumInput(a)), { y: derived }), points.length);
  for (let a = 0; a < arity; a++) if (a === k) program.inputs[a]!.set(points); else program.inputs[a]!.fill(OTHERS[a % OTHERS.length]!);
  program.run(points.length);
  return program.outputs[0]!.slice();
}

/** The same network with its inputs in reverse order. */
function reversed(c: NetworkCase): NetworkCase {
  const { spec } = c.structure;
  const last = c.widths[0]! - 1;
  const turn = (pairs: readonly EdgePair[]): EdgePair[] => pairs.map(([from, to]) => [last - from, to] as const);
  const layers = spec.layers.map((l) => ({
    ...l,
    terms: l.terms.map(({ edges, ...term }) => (edges === undefined ? term : { ...term, edges: 'only' in edges ? { only: turn(edges.only) } : { except: turn(edges.except) } })),
  }));
  const structure = resolve({ ...spec, inputs: spec.inputs.toReversed(), layers }, c.catalog);
  const parameters = c.network.parameters.slice();
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      const { edges: before, segments: from } = c.structure.layers[layer.index]!.terms[term.index]!;
      /** What a place of the turned network was before. */
      const edge = (e: number): number => before.edgeAt[(last - term.edges.from[e]!) * layer.sums + term.edges.to[e]!]!;
      const live = (i: number): number => before.inputAt[last - term.edges.inputs[i]!]!;
      const move = (a: Segment | null, b: Segment | null, count: number, place: (k: number) => number): void => {
        if (a === null || b === null) return;
        const width = b.length / count;
        for (let k = 0; k < count; k++) parameters.set(c.network.parameters.subarray(a.offset + place(k) * width, a.offset + (place(k) + 1) * width), b.offset + k * width);
      };
      for (const what of ['coefficients', 'baseWeight', 'basisWeight'] as const) move(from[what], term.segments[what], term.edges.count, edge);
      for (const what of ['domain', 'knots'] as const) move(from[what], term.segments[what], term.edges.inputs.length, live);
      for (const [name, segment] of Object.entries(term.segments.shape)) {
        const { scope } = term.shape[name]!;
        if (scope !== 'layer') move(from.shape[name]!, segment, scope === 'edge' ? term.edges.count : term.edges.inputs.length, scope === 'edge' ? edge : live);
      }
    }
  }
  const { inputs } = c.rows;
  const values = inputs.values.map((_, k) => inputs.values[Math.floor(k / (last + 1)) * (last + 1) + last - k % (last + 1)]!);
  return { ...c, structure, network: { spec: structure.spec, parameters }, rows: { ...c.rows, inputs: { ...inputs, values } } };
}
