import { resolve, writeGrid } from '@knotwork/network';
import { AS_GIVEN, defineBasis, type Definition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { plainCatalog } from '../kit/plain-catalog.js';
import { referencePlugins } from '../subjects/reference-plugins.js';
import * as claims from './claims.js';
import type { EngineCheck } from './engine-check.js';
import { needClose } from './need.js';
import { openCase } from './open-case.js';

/** Its two live features are where two knots lie, some of them beyond the ends. */
const farKnots = defineBasis({
  name: 'reference-far-knots', summary: 'Positions of knots, for checks of those beyond the ends',
  options: z.strictObject({ intervals: z.int().min(1).default(3), left: z.int(), right: z.int() }),
  capabilities: { support: 'window', spansConstants: false, onDomainMove: 'refit' },
  size: ({ intervals }) => intervals + 1,
  window: () => 2,
  intervals: ({ intervals }) => intervals,
  features: (x, grid, { left, right }) => { const start = grid.cell(x); return { start, values: [grid.knot(start, left), grid.knot(start, right)] }; },
});

/** Where knots lie in grid units, and inputs on the domain [-1, 2] in the first, the second and the last interval. */
const KNOTS = [0, 0.5, 2.25, 3];
const INPUTS = [-0.75, 0.5, 1.75];

/**
 * Positions written as numbers: the spacing at each end goes on beyond it, 0.5 to the left and 0.75 to the right.
 * By how far the knots are from the interval, left and right: those of every interval.
 */
const POSITIONS: readonly { readonly left: number; readonly right: number; readonly expected: readonly (readonly [number, number])[] }[] = [
  { left: 0, right: 1, expected: [[0, 0.5], [0.5, 2.25], [2.25, 3]] },
  { left: -1, right: 2, expected: [[-0.5, 2.25], [0, 3], [0.5, 3.75]] },
  { left: -2, right: 3, expected: [[-1, 3], [-0.5, 3.75], [0, 4.5]] },
  { left: -3, right: 4, expected: [[-1.5, 3.75], [-1, 4.5], [-0.5, 5.25]] },
];

/** Knots of their own. */
export const knotChecks: readonly EngineCheck[] = [
  {
    name: 'knots beyond the ends continue the spacing at their own end',
    how: 'Features that are positions of knots, up to three beyond either end, against numbers that are written down.',
    claim: claims.ownKnots,
    run: async ({ engine, tolerance }) => {
      const catalog = plainCatalog([...referencePlugins, farKnots as unknown as Definition]);
      const variable = { name: 'v', map: AS_GIVEN };
      for (const { left, right, expected } of POSITIONS) {
        const term = { basis: { kind: 'reference-far-knots', left, right }, edge: { kind: 'reference-plain' }, inputMap: 'interval', outside: 'linear', knots: 'own' } as const;
        const structure = resolve({ inputs: [variable], outputs: [variable], layers: [{ layer: { kind: 'reference-layer' }, inputs: 1, outputs: 1, terms: [term] }] }, catalog);
        const { segments: { coefficients } } = structure.layers[0]!.terms[0]!;
        for (const [interval, x] of INPUTS.entries()) {
          const found = [];
          for (const feature of [0, 1]) {
            const parameters = new Float64Array(structure.length);
            writeGrid(structure.layers[0]!.terms[0]!, parameters, 0, { domain: [-1, 2], knots: Float64Array.from(KNOTS) });
            parameters[coefficients.offset + interval + feature] = 1;
            const { program, state } = await openCase(engine, { structure, widths: [1, 1], network: { spec: structure.spec, parameters } });
            const inputs = { count: 1, width: 1, values: Float64Array.of(x) };
            found.push((await state.outputs(await program.bind({ data: { inputs, targets: inputs } }))).values[0]!);
          }
          needClose(found, expected[interval]!, tolerance.rounding, `knots ${left} and ${right} from interval ${interval}`);
        }
      }
    },
  },
];
