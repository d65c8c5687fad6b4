import { evaluate, type Expr, formula, input } from '@knotwork/algebra';
import { countParameters, edgesFrom, resolve } from '@knotwork/network';
import { INPUT_MAPS, type LayerDefinition, type LayerParts, OUTSIDES, type Structure, type TermSpec } from '@knotwork/plugin';
import { askedAgain } from '../kit/asked-again.js';
import { needSlopes } from '../kit/differences.js';
import { someRows } from '../engine/cases.js';
import { need, needClose, ROUNDING } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork, type NetworkCase, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import { valuesOf } from '../kit/values-of.js';

export type LayerSubject = Subject<LayerDefinition>;

/** Numbers of inputs and outputs that layers are made with. */
const SIZES = [[1, 1], [1, 3], [3, 1], [4, 3]] as const;
const PARTS: LayerParts = { basis: { kind: 'reference-spline', intervals: 2 }, edge: { kind: 'reference-residual' }, inputMap: 'interval', outside: 'linear' };

/** Sums that nodes get, some of them far off. */
const SUMS = Float64Array.of(-40, -7.3, -2.2, -0.61, -0.013, 0.29, 1.7, 4.4, 23);
const STEP = 1e-3;

const networkOf = (subject: LayerSubject, options: Options, widths: readonly number[], seed?: number): NetworkCase => kitNetwork(subject, widths, { layer: useOf(subject.definition, options) }, seed);
const termsOf = ({ definition }: LayerSubject, options: Options, [inputs, outputs]: readonly [number, number]): readonly TermSpec[] => definition.terms(options, PARTS, { inputs, outputs });
const hasActivation = { text: '`activation`', isMade: ({ definition }: LayerSubject) => definition.activation !== undefined };
const hasNode = { text: '`node`', isMade: ({ definition }: LayerSubject) => definition.node !== undefined };

/** All checks of layer cores. */
export const layerChecks: readonly PluginCheck<LayerSubject>[] = [
  ...optionChecks<LayerSubject>((subject, options) => { networkOf(subject, options, [2, 2]); }),
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
    how: 'Layers of one to four nodes resolve, masks name edges that exist, and no edge is left to nobody.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [inputs, outputs] of SIZES) {
          const { structure } = networkOf(subject, options, [inputs, outputs]);
          const { terms } = structure.layers[0]!;
          const dead = Array.from({ length: inputs * outputs }, (_, e) => e).filter((e) => terms.every(({ mask }) => mask[e] === 0));
          need(dead.length === 0, `${titled(subject.definition, options)} with ${inputs} inputs and ${outputs} outputs: no term has the edge from ${Math.floor(dead[0]! / outputs)} to ${dead[0]! % outputs}`);
        }
      }
    },
  },
  {
    name: 'edges that are switched off pass nothing on and are not counted',
    how: 'All edges into one output are masked, as pruning does: it no longer depends on any input, the others stay, and their parameters are gone from the count.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = networkOf(subject, options, [3, 2]);
        const masked = withMasked(c, [[0, 1], [1, 1], [2, 1]]);
        const { program, state } = await openCase(subject.setup.engine, c);
        const pruned = await openCase(subject.setup.engine, { ...c, structure: masked, network: { spec: masked.spec, parameters: c.network.parameters } });
        const before = (await state.outputs(await program.bind({ data: c.rows }))).values;
        const after = (await pruned.state.outputs(await pruned.program.bind({ data: c.rows }))).values;
        const what = titled(subject.definition, options);
        needClose(column(after, 0), column(before, 0), ROUNDING, `${what}: an output whose edges are on`);
        need(column(after, 1).every((v) => v === after[1] && Number.isFinite(v)), `${what}: an output without edges depends on inputs or is not finite`);
        need(countParameters(masked).external.edges === 3, `${what}: ${countParameters(masked).external.edges} edges are counted, expected 3`);
      }
    },
  },
  {
    name: 'outputs are the node formula of the sum of edges and bias',
    how: 'The engine and a sum of edge functions by hand, then the node formula evaluated as a number, agree to 1e-12.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = networkOf(subject, options, [3, 2]);
        const { program, state } = await openCase(subject.setup.engine, c);
        const rows = someRows(c.rows, 0, 6);
        const { values } = await state.outputs(await program.bind({ data: rows }));
        const layer = c.structure.layers[0]!;
        const expected = Float64Array.from(values, (_, k) => {
          const [row, o] = [Math.floor(k / 2), k % 2];
          let z = c.network.parameters[layer.bias.offset + o]!;
          for (let i = 0; i < 3; i++) z += edgesFrom(layer, c.network.parameters, i, rows.inputs.values.subarray(row * 3 + i, row * 3 + i + 1), 0)[o]!;
          return layer.node === null ? z : evaluate(layer.node, { z })['y']!;
        });
        needClose(values, expected, ROUNDING, titled(subject.definition, options));
      }
    },
  },
  {
    name: 'the node formula is pure and finite to third order, whatever the fan-in',
    how: 'For one, two and seventeen incoming edges and sums from -40 to 23, zero among them, with derivatives that agree with differences.',
    claim: hasNode,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const fanIn of [1, 2, 17]) {
          const node = definition.node!(input('z'), options, fanIn);
          const what = `${titled(definition, options)}, fan-in ${fanIn}`;
          need(areSameExpressions([node], [definition.node!(input('z'), options, fanIn)]), `${what}: another formula when asked again`);
          formula(['z'], { y: node });
          for (const order of [1, 2, 3]) {
            const at = (m: number) => (points: Float64Array): Float64Array => valuesOf(node, points, m, 'z');
            for (const m of [0, order]) need(at(m)(Float64Array.of(0, ...SUMS)).every(Number.isFinite), `${what}: derivative ${m} is not finite`);
            needSlopes(at(order - 1), at(order), SUMS, STEP, `${what}, derivative ${order}`);
          }
        }
      }
    },
  },
  {
    name: 'the activation is named purely, and the node is finite with it',
    how: '`activation` names the same function when asked again, or null; the node formula followed by it is finite to third order at sums from -40 to 23.',
    claim: hasActivation,
    run: (subject) => {
      const { definition, sets } = subject;
      for (const options of sets) {
        const [first, ...again] = Array.from({ length: 3 }, () => JSON.stringify(definition.activation!(options)));
        need(again.every((named) => named === first), `${titled(definition, options)} names another activation when asked again: ${first}, then ${again.join(' and ')}`);
        const { node } = networkOf(subject, options, [2, 1]).structure.layers[0]!;
        if (node === null) continue;
        for (const order of [0, 1, 2, 3]) need(valuesOf(node.roots[0] as Expr, SUMS, order, 'z').every(Number.isFinite), `${titled(definition, options)}: derivative ${order} at the nodes is not finite`);
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
    how: 'Inputs, their domains, masks and edges in reverse order give the same outputs.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = networkOf(subject, options, [3, 2]);
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

const column = (values: Float64Array, o: number): Float64Array => values.filter((_, k) => k % 2 === o);

function withMasked({ structure, catalog }: NetworkCase, masked: readonly (readonly [number, number])[]): Structure {
  const { spec } = structure;
  return resolve({ ...spec, layers: spec.layers.map((l) => ({ ...l, terms: l.terms.map((t) => ({ ...t, masked: [...(t.masked ?? []), ...masked] })) })) }, catalog);
}

/** The same network with its inputs in reverse order. */
function reversed(c: NetworkCase): NetworkCase {
  const { spec } = c.structure;
  const last = c.widths[0]! - 1;
  const layers = spec.layers.map((l) => ({ ...l, terms: l.terms.map((t) => ({ ...t, ...(t.masked === undefined ? {} : { masked: t.masked.map(([from, to]) => [last - from, to] as const) }) })) }));
  const structure = resolve({ ...spec, inputs: spec.inputs.toReversed(), layers }, c.catalog);
  const parameters = c.network.parameters.slice();
  for (const { shape: dimensions, role, offset, length } of structure.segments) {
    if (role === 'bias' || dimensions[0] !== last + 1) continue;
    const block = length / (last + 1);
    for (let i = 0; i <= last; i++) parameters.set(c.network.parameters.subarray(offset + (last - i) * block, offset + (last - i + 1) * block), offset + i * block);
  }
  const { inputs } = c.rows;
  const values = inputs.values.map((_, k) => inputs.values[Math.floor(k / (last + 1)) * (last + 1) + last - k % (last + 1)]!);
  return { ...c, structure, network: { spec: structure.spec, parameters }, rows: { ...c.rows, inputs: { ...inputs, values } } };
}
