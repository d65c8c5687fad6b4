import { adaptGrid, edgeFunctions, gridOf, writeEffective } from '@knotwork/network';
import { need, needClose } from '../engine/need.js';
import { kitNetwork, type NetworkCase, useOf } from '../kit/kit-network.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, denseFeatures, evenPoints, innerPoints, largest, largestDifference, moderateTerms, placesOf, scatteredShape, termOf } from './basis-term.js';
import { bestFit } from './span-checks.js';

/** What contracts promise of a transport. */
const EXACT = 1e-12;
/** Identical grids: least squares of what lies in the span, on features whose condition magnifies rounding. */
const SAME = 1e-9;
/** A refit on a finer grid adds the error of its own best fit and the part of the old error that it cannot follow, each about as large as the old error. */
const TIMES = 10;
const FLOOR = 1e-9;

const MOVES = [[[-1, 1], [-0.8, 1.4]], [[-1, 1], [-3, 2]], [[0, 1], [0.3, 0.5]]] as const;

/** Something every basis of some resolution comes close to. */
const smooth = (x: number): number => Math.sin(2.1 * x + 0.3) + 0.5 * x;

const follows = (how: 'refit' | 'transport' | 'none') => ({ text: `\`onDomainMove: '${how}'\``, isMade: ({ definition }: BasisSubject) => definition.capabilities.onDomainMove === how });

/** How edges follow when their domain moves. */
export const domainChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'a refit onto the same domain changes nothing',
    how: 'Random edges with basis weights far from one are re-expressed where they are: the same functions to 1e-9, however scaled.',
    claim: follows('refit'),
    run: (subject) => {
      for (const options of subject.sets) {
        const c = kitNetwork(subject, [1, 2], { basis: useOf(subject.definition, options) });
        const [layer, term] = [c.structure.layers[0]!, c.structure.layers[0]!.terms[0]!];
        // Weights that a refit which fits scaled functions into unscaled coefficients would apply twice.
        c.network.parameters.set([2.5, -0.4], term.segments.basisWeight!.offset);
        const { domain } = gridOf(term, c.network.parameters, 0);
        const { parameters } = adaptGrid(c.structure, c.network.parameters, [{ layer: 0, input: 0, domain }]);
        const points = innerPoints(120, domain);
        const [before, after] = [c.network.parameters, parameters].map((p) => edgeFunctions(layer, p, () => points, 0)) as [Float64Array, Float64Array];
        const change = largestDifference(before, after) / largest(before);
        need(change <= SAME, `${titled(subject.definition, options)}: edges changed by ${change.toExponential(2)}`);
      }
    },
  },
  {
    name: 'a refit onto a narrower domain keeps functions within the error of their fit',
    how: 'A smooth function that the basis holds up to an error E is held up to 10 E after its domain shrank by a fifth.',
    claim: follows('refit'),
    run: (subject) => {
      for (const term of moderateTerms(subject)) {
        const what = titled(subject.definition, term.basisOptions);
        const c = kitNetwork(subject, [1, 1], { basis: useOf(subject.definition, term.basisOptions), edge: { kind: 'reference-plain' } });
        const own = c.structure.layers[0]!.terms[0]!;
        const { domain } = gridOf(own, c.network.parameters, 0);
        const fit = bestFit(own, { ...placesOf(own, domain)[0]!, knots: null }, smooth);
        writeEffective(own, c.network.parameters, 0, fit.coefficients);
        const narrow = [domain[0] + 0.08 * (domain[1] - domain[0]), domain[1] - 0.12 * (domain[1] - domain[0])] as const;
        const { parameters } = adaptGrid(c.structure, c.network.parameters, [{ layer: 0, input: 0, domain: narrow }]);
        const points = innerPoints(200, narrow);
        const [before, after] = [c.network.parameters, parameters].map((p) => edgeFunctions(c.structure.layers[0]!, p, () => points, 0)) as [Float64Array, Float64Array];
        const change = largestDifference(before, after) / largest(points.map(smooth));
        need(change <= TIMES * fit.worst + FLOOR, `${what}: a fit with the error ${fit.worst.toExponential(2)} changed by ${change.toExponential(2)}`);
      }
    },
  },
  {
    name: 'a transport keeps functions to 1e-12',
    how: 'Random edges with shape parameters anywhere, on domains that shift, shrink and grow; what must be positive stays so.',
    claim: follows('transport'),
    run: (subject) => {
      for (const options of subject.sets) {
        const term = termOf(subject, options);
        for (const [from, to] of MOVES) {
          for (const seed of [1, 2, 3]) {
            const shape = scatteredShape(term, seed);
            const moved = subject.definition.transport!(shape, from, to, term.basisOptions);
            for (const [name, { constraint }] of Object.entries(term.shape)) {
              need(Number.isFinite(moved[name]) && (constraint !== 'positive' || moved[name]! > 0), `${titled(subject.definition, options)}: "${name}" becomes ${moved[name]} when [${from.join(', ')}] moves to [${to.join(', ')}]`);
            }
            const free = termOf(subject, options, { outside: 'free' });
            const points = evenPoints(101, [Math.min(from[0], to[0]), Math.max(from[1], to[1])]);
            const before = denseFeatures(free, points, { domain: from, knots: null, shape });
            const after = denseFeatures(free, points, { domain: to, knots: null, shape: moved });
            const change = largestDifference(before, after) / largest(before);
            need(change <= EXACT, `${titled(subject.definition, options)}: features change by ${change.toExponential(2)} when [${from.join(', ')}] moves to [${to.join(', ')}]`);
          }
        }
      }
    },
  },
  {
    name: 'a fixed domain stays where it is',
    how: 'A move is skipped, said to be skipped, and leaves every number as it was.',
    claim: follows('none'),
    run: (subject) => {
      const c: NetworkCase = kitNetwork(subject, [1, 1], { basis: useOf(subject.definition, subject.sets[0]!) });
      const { parameters, report } = adaptGrid(c.structure, c.network.parameters, [{ layer: 0, input: 0, domain: [-2, 2] }]);
      need(report.skipped === 1, `${c.name}: the move was not skipped`);
      needClose(parameters, c.network.parameters, 0, c.name);
    },
  },
];
