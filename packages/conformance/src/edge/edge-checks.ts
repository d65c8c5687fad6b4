import { input } from '@knotwork/algebra';
import { countParameters, edgeFunctions, parseOptions, placeOf, termFeatures } from '@knotwork/network';
import type { EdgeDefinition, Samples } from '@knotwork/plugin';
import { needSlopes } from '../kit/differences.js';
import { need, needClose, ROUNDING } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork, type NetworkCase, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { valuesOf } from '../kit/values-of.js';

export type EdgeSubject = Subject<EdgeDefinition>;

/** Inside and on both sides outside of the domain [-1, 1.3], off the knots. */
const POINTS = Float64Array.of(-1.9, -1.21, -0.87, -0.31, 0.02, 0.44, 0.93, 1.21, 1.77, 2.9);
/** Step of differences: a thousandth of the distance of these points from knots. */
const STEP = 1e-4;

const networkOf = (subject: EdgeSubject, options: Options, widths: readonly number[], seed?: number): NetworkCase => kitNetwork(subject, widths, { edge: useOf(subject.definition, options) }, seed);

/** All checks of edge cores. */
export const edgeChecks: readonly PluginCheck<EdgeSubject>[] = [
  ...optionChecks<EdgeSubject>((subject, options) => { networkOf(subject, options, [1, 1]); }),
  {
    name: 'the composition is pure and complete',
    how: '`compose` names a base function or says null, says whether a basis weight stands before the sum, and says the same when asked again.',
    run: ({ definition, sets }) => {
      const first = sets.map((options) => JSON.stringify(definition.compose(options)));
      sets.toReversed().forEach((options, i) => need(JSON.stringify(definition.compose(options)) === first[sets.length - 1 - i], `${titled(definition, options)} composes otherwise when asked again`));
      for (const options of sets) {
        const { base, basisWeight } = definition.compose(options);
        need(base === null || typeof base?.kind === 'string', `${titled(definition, options)}: base must be { kind: ... } or null; got ${JSON.stringify(base)}`);
        need(typeof basisWeight === 'boolean', `${titled(definition, options)}: basisWeight must be true or false; got ${JSON.stringify(basisWeight)}`);
      }
    },
  },
  {
    name: 'an edge is its weights times base function and basis sum',
    how: 'Edge functions, and the outputs of the engine, against sums by hand inside and outside the domain; the base function sees x itself there.',
    run: async (subject) => {
      for (const options of subject.sets) {
        const c = networkOf(subject, options, [2, 2]);
        const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable' });
        const edges = byHand(subject, options, c);
        needClose(edgeFunctions(c.structure.layers[0]!, c.network.parameters, () => POINTS, 0), edges, ROUNDING, `${titled(subject.definition, options)}, edges`);
        // Both inputs at the same point: every output is the sum of the two edges that lead to it.
        const count = POINTS.length;
        const inputs: Samples = { count, width: 2, values: Float64Array.from({ length: 2 * count }, (_, k) => POINTS[k >> 1]!) };
        const { values } = await state.outputs(await program.bind({ data: { inputs, targets: inputs } }));
        const { offset } = c.structure.layers[0]!.bias;
        const sums = Float64Array.from({ length: 2 * count }, (_, k) => c.network.parameters[offset + (k & 1)]! + edges[(k & 1) * count + (k >> 1)]! + edges[(2 + (k & 1)) * count + (k >> 1)]!);
        needClose(values, sums, ROUNDING, `${titled(subject.definition, options)}, outputs`);
      }
    },
  },
  {
    name: 'parts that the composition leaves out have no parameters',
    how: 'Trained numbers per edge are the coefficients, one for a base function and one for a basis weight.',
    run: (subject) => {
      for (const options of subject.sets) {
        const c = networkOf(subject, options, [2, 2]);
        const { base, basisWeight } = subject.definition.compose(options);
        const term = c.structure.layers[0]!.terms[0]!;
        const expected = 4 * (term.size + (base === null ? 0 : 1) + (basisWeight ? 1 : 0));
        const { trainable } = countParameters(c.structure);
        need(trainable === expected, `${titled(subject.definition, options)}: ${trainable} trained numbers on four edges, expected ${expected}`);
      }
    },
  },
  {
    name: 'edge functions and derivatives to third order are finite and agree with differences',
    how: 'Inside and outside the domain, each order against differences of the one below.',
    run: (subject) => {
      for (const options of subject.sets) {
        const { structure: { layers: [layer] }, network: { parameters } } = networkOf(subject, options, [1, 2]);
        for (const order of [1, 2, 3]) {
          const at = (m: number) => (points: Float64Array): Float64Array => byPoint(edgeFunctions(layer!, parameters, () => points, m), points.length);
          needSlopes(at(order - 1), at(order), POINTS, STEP, `${titled(subject.definition, options)}, derivative ${order}`);
        }
      }
    },
  },
  ...networkChecks<EdgeSubject>((subject, widths, seed) => networkOf(subject, subject.sets[0]!, widths, seed)),
];

/** From `[functions][points]` to `[points][functions]`. */
const byPoint = (values: Float64Array, points: number): Float64Array =>
  values.map((_, k) => values[(k % (values.length / points)) * points + Math.floor(k / (values.length / points))]!);

/** What the composition says of every edge of a layer: `[inputs][sums][points]`. */
function byHand(subject: EdgeSubject, options: Options, { structure, network: { parameters }, catalog }: NetworkCase): Float64Array {
  const { base, basisWeight } = subject.definition.compose(options);
  const { inputs, sums, terms: [term] } = structure.layers[0]!;
  const definition = base === null ? null : catalog.get('function', base.kind);
  const b = definition === null ? null : valuesOf(definition.apply(input('x'), parseOptions(definition, base!)), POINTS);
  const { coefficients, baseWeight, basisWeight: weight } = term!.segments;
  return Float64Array.from({ length: inputs * sums * POINTS.length }, (_, k) => {
    const [edge, n] = [Math.floor(k / POINTS.length), k % POINTS.length];
    const { starts, values } = termFeatures(term!, 0)(POINTS, placeOf(term!, parameters, edge));
    let sum = 0;
    for (let j = 0; j < term!.window; j++) sum += parameters[coefficients.offset + edge * term!.size + starts[n]! + j]! * values[0]![n * term!.window + j]!;
    return (b === null ? 0 : parameters[baseWeight!.offset + edge]! * b[n]!) + (basisWeight ? parameters[weight!.offset + edge]! : 1) * sum;
  });
}
