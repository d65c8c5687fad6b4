import { edgeFunctions, featureMoments } from '@knotwork/network';
import { randomStream, standardDeviation } from '@knotwork/numerics';
import type { InitializerDefinition, PluginUse, TermShape, TermValues } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import type { InitializerSetup } from './initializer-setup.js';
import { kitNetwork, type NetworkCase, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';

export type InitializerSubject = Subject<InitializerDefinition, InitializerSetup>;

/** Numbers that a spread is taken of: 6 inputs, 20 outputs and some coefficients make thousands, whose spread is known to a few per cent. */
const [INPUTS, OUTPUTS] = [6, 20];
/** The same draws, scaled: what a doubled scale may miss two by is rounding. */
const DOUBLED = 1e-9;

/** Mean squares of features and of their slopes. */
const MOMENTS = {
  'constant features': { value: 1, slope: 0 }, 'features of zero': { value: 0, slope: 0 }, 'tiny features': { value: 1e-24, slope: 1e-20 }, 'huge features': { value: 1e20, slope: 1e24 },
};

const namesScale = { text: 'a `scale` in the setup', isMade: ({ setup }: InitializerSubject) => setup.scale !== undefined };

/** All checks of initializers. */
export const initializerChecks: readonly PluginCheck<InitializerSubject>[] = [
  ...optionChecks<InitializerSubject>((subject, options) => requireSound(fill(subject, options), 'with these options')),
  {
    name: 'every number of a term is given, and is finite',
    how: '`[edges][size]` coefficients and one base weight and basis weight per edge, for layers of several widths.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [inputs, outputs] of [[1, 1], [3, 2], [INPUTS, OUTPUTS]] as const) requireSound(fill(subject, options, { inputs, outputs }), titled(subject.definition, options));
      }
    },
  },
  {
    name: 'numbers are finite whatever the moments of the features',
    how: 'Features that are constant, zero, tiny or huge, with a base function and without one, for what asks for `moments()`.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [name, each] of Object.entries(MOMENTS)) {
          for (const base of [null, each]) {
            const moments = { value: new Float64Array(4).fill(each.value), mean: new Float64Array(4).fill(Math.sqrt(each.value)), slope: new Float64Array(4).fill(each.slope), base };
            const values = subject.definition.initialize({ inputs: 2, outputs: 3, sums: 3, edges: 6, size: 4, isWeighted: true, layer: 1, moments: () => moments }, randomStream(1, 'initializer'), options);
            requireFinite(values, `${titled(subject.definition, options)}, ${name}${base === null ? '' : ', base function alike'}`);
          }
        }
      }
    },
  },
  {
    name: 'the same stream gives the same numbers, another gives others',
    how: 'What is drawn comes from the stream that is passed in: no global randomness, and none that ignores the seed.',
    run: (subject) => {
      for (const options of subject.sets) {
        const of = (seed: number): string => {
          const { coefficients, baseWeight, basisWeight } = fill(subject, options, { seed });
          return JSON.stringify([coefficients, baseWeight, basisWeight].map((v) => [...v]));
        };
        need(of(1) === of(1), `${titled(subject.definition, options)}: the same stream gave other numbers`);
        need(of(1) !== of(2), `${titled(subject.definition, options)}: two seeds gave the same numbers`);
      }
    },
  },
  {
    name: 'no two edges start as the same function',
    how: 'Edges that start alike have the same gradient and stay alike: a layer would have one node, however wide.',
    run: (subject) => {
      for (const options of subject.sets) {
        const { structure, network } = networkOf(subject, [2, 3], options);
        const points = Float64Array.of(-0.83, -0.21, 0.4, 0.97);
        const values = edgeFunctions(structure.layers[0]!, network.parameters, () => points, 0);
        const edges = Array.from({ length: 6 }, (_, e) => JSON.stringify([...values.subarray(e * 4, e * 4 + 4)]));
        need(new Set(edges).size === 6, `${titled(subject.definition, options)}: of six edges ${new Set(edges).size} differ`);
      }
    },
  },
  {
    name: 'twice the scale is twice the spread',
    how: 'The standard deviations of coefficients and of base weights, each around its own mean, double with the option that the setup names as the scale.',
    claim: namesScale,
    run: (subject) => {
      const scale = subject.setup.scale!;
      const spread = (options: Options): number => { const { coefficients, baseWeight } = fill(subject, options); return Math.hypot(standardDeviation(coefficients), standardDeviation(baseWeight)); };
      for (const options of subject.sets) {
        const once = spread(options);
        const twice = spread({ ...options, [scale]: 2 * (options[scale] as number) });
        need(Math.abs(twice / once - 2) <= DOUBLED, `${titled(subject.definition, options)}: twice the ${scale} is ${(twice / once).toPrecision(4)} times the spread`);
      }
    },
  },
  {
    name: 'another initializer is chosen, always the same for the same training',
    how: 'What `choose` names for narrow and wide networks under each method and under none: not itself, and the same when it is asked again.',
    claim: { text: '`choose`', isMade: ({ definition }) => definition.choose !== undefined },
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const method of ['update', 'normal-equations', 'quasi-newton', null] as const) {
          for (const widths of [[2, 5, 1], [4, 100, 100, 100, 1]]) {
            const ask = (): PluginUse => definition.choose!({ widths, method }, options);
            const use = ask();
            const what = `${titled(definition, options)}, widths ${widths.join()} under ${method ?? 'nothing'}`;
            need(use.kind !== definition.name, `${what}: it chose itself`);
            need(typeof use.kind === 'string' && use.kind !== '', `${what}: it names nothing`);
            need(JSON.stringify(use) === JSON.stringify(ask()), `${what}: asked again, it chose otherwise`);
          }
        }
      }
    },
  },
  ...networkChecks<InitializerSubject>((subject, widths, seed) => networkOf(subject, widths, subject.sets[0]!, seed)),
];

const networkOf = (subject: InitializerSubject, widths: readonly number[], options: Options, seed?: number): NetworkCase =>
  kitNetwork(subject, widths, { initializer: useOf(subject.definition, options) }, seed);

interface Filled { readonly inputs: number; readonly outputs: number; readonly seed: number }

function fill(subject: InitializerSubject, options: Options, { inputs = INPUTS, outputs = OUTPUTS, seed = 1 }: Partial<Filled> = {}): TermValues & { readonly edges: number; readonly size: number } {
  const { structure, network } = kitNetwork(subject, [inputs, outputs], {});
  const term = structure.layers[0]!.terms[0]!;
  const shape: TermShape = { inputs, outputs, sums: outputs, edges: inputs * outputs, size: term.size, isWeighted: true, layer: 0, moments: (spread) => featureMoments(term, network.parameters, spread) };
  return { ...subject.definition.initialize(shape, randomStream(seed, 'initializer'), options), edges: inputs * outputs, size: term.size };
}

function requireSound({ edges, size, coefficients, baseWeight, basisWeight }: ReturnType<typeof fill>, what: string): void {
  need(coefficients.length === edges * size, `${what}: ${coefficients.length} coefficients, expected ${edges * size}`);
  for (const [name, weights] of Object.entries({ baseWeight, basisWeight })) need(weights.length === edges, `${what}: ${weights.length} numbers in ${name}, expected ${edges}`);
  requireFinite({ coefficients, baseWeight, basisWeight }, what);
}

const requireFinite = ({ coefficients, baseWeight, basisWeight }: TermValues, what: string): void =>
  need([coefficients, baseWeight, basisWeight].every((v) => v.every(Number.isFinite)), `${what}: a number is not finite`);
