import { type Data, defineDataSet } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { BOUNDARY } from './domain/boundary.js';
import { notFaces } from './domain/place-meant.js';
import { SAMPLINGS } from './domain/points.js';

/** Points of a set: what takes minutes to train on. */
const MOST_POINTS = 1_000_000;
const MOST_EQUATIONS = 100;

const text = z.string().min(1).max(20_000);
const texts = z.union([text, z.array(text).min(1).max(MOST_EQUATIONS)]);
const short = z.string().min(1).max(1000);
const number = z.union([z.number(), short]);
const file = z.strictObject({ path: z.string().min(1) });
const count = z.int().min(1).max(MOST_POINTS);
const weight = z.union([z.number().positive(), short]);
const isBlock = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const face = z.string({ error: ({ input }) => (isBlock(input) ? notFaces(input) : undefined) }).min(1).max(20_000);
const place = z.union([face, z.array(face).min(1).max(MOST_EQUATIONS), z.strictObject({ path: z.string().min(1) }, { error: ({ code, input }) => (code === 'unrecognized_keys' && isBlock(input) && !Object.hasOwn(input as object, 'path') ? notFaces(input) : undefined) })]);

const options = z.strictObject({
  coordinates: z.record(z.string(), z.tuple([number, number])).describe('Interval of every coordinate, such as { t: [0, 1], x: [-pi, L] }; inputs of the network, by alphabet'),
  unknowns: z.array(z.string()).min(1).max(MOST_EQUATIONS).default(['u']).describe('Names of what is looked for: outputs of the network'),
  equations: texts.describe('Differential equations as text, such as u_t + u*u_x = nu*u_xx, that hold inside: u_x is a derivative, u_tx a mixed one; up to the third order'),
  conditions: z.array(z.strictObject({
    on: place.describe('Where: a face such as t=0, a list of faces, boundary for all, or { path } of a table'),
    equation: texts.describe('What holds there, such as u = sin(pi*x) or u_x = 0; a list for several'),
    weight: weight.default(1).describe('What the mean square of its residual is multiplied by'),
    exact: z.boolean().optional().describe('Whether it is built into the network, and not trained'),
  })).max(MOST_EQUATIONS).default([]).describe('Boundary and initial conditions, such as { on: t=0, equation: u = sin(pi*x), weight: 1 }. With exact: true they are built in: u = ... on faces of a box, and u_t = ... beside it'),
  constants: z.record(z.string(), number).default({}).describe('Numbers by name, such as { nu: 0.01/pi }'),
  parameters: z.record(z.string(), z.union([z.number(), z.strictObject({ initial: z.number(), positive: z.boolean().default(false) })])).default({})
    .describe('Numbers that are to be found, and where to begin, such as { nu: 0.1 } or { nu: { initial: 0.1, positive: true } }'),
  measured: z.array(z.strictObject({ path: z.string().min(1), weight: weight.default(1) })).max(20).default([])
    .describe('Tables of what was measured, such as { path: measured.csv, weight: 1 }: a column for every coordinate and one unknown at least'),
  conserved: z.strictObject({
    along: z.string().describe('Coordinate, such as t'),
    quantities: texts.describe('What is integrated, such as u^2; a list for several'),
  }).optional().describe('Quantities whose integral over the other coordinates stays the same along one, such as { along: t, quantities: [u, u^2] }: how far it drifts is told, not trained'),
  reference: z.union([texts, file]).optional().describe('The solution, where it is known, to judge by alone: a text for each unknown, or { path } of a table'),
  points: z.strictObject({
    inside: z.union([count, file]).default(1600).describe('Points at which equations are to hold: how many, or { path } of a table, with a column for every coordinate'),
    face: count.default(100).describe('Points on every face that a condition names'),
    test: count.default(2500).describe('Points of an even grid at which a text as reference judges'),
    sampling: z.enum(SAMPLINGS).default('spread').describe('How points lie: spread evenly, on an even grid with the ends, at most so many, or at random'),
  }).prefault({}).describe('Points'),
  weight: weight.default(0.01).describe('What mean squares of residuals of equations are multiplied by, beside those of conditions and measured values, such as 0.01 or 0.01/a^4'),
});
export type DomainOptions = z.output<typeof options>;

/** How many faces a condition names, at most. */
function facesIn(on: DomainOptions['conditions'][number]['on'], coordinates: number): number {
  if (typeof on === 'object' && 'path' in on) return 0;
  return (typeof on === 'string' ? [on] : on).reduce((sum, text) => sum + (text.trim() === BOUNDARY ? 2 * coordinates : 1), 0);
}

/** Differential equations with their conditions on a box. */
export const domain = defineDataSet({
  name: 'domain',
  summary: 'Differential equations as text on a box of coordinates, with boundary and initial conditions; for the stage solve',
  options,

  isExact: ({ measured }) => measured.length === 0,

  extent: ({ coordinates, unknowns, points: { inside, face, test }, conditions, reference }) => ({
    rows: (typeof inside === 'number' ? inside : 0) + (typeof reference === 'string' || Array.isArray(reference) ? test : 0) + face * conditions.reduce((sum, { on, exact }) => sum + (exact === true ? 0 : facesIn(on, Object.keys(coordinates).length)), 0), columns: Object.keys(coordinates).length + unknowns.length, option: 'points',
  }),

  files: ({ measured, reference, points: { inside }, conditions }) => [
    ...measured.map(({ path }) => path), ...[reference, inside, ...conditions.map(({ on }) => on)].flatMap((of) => (typeof of === 'object' && 'path' in of ? [of.path] : [])),
  ],

  // The parser takes long to load, and most experiments have no equations.
  load: async (written, access): Promise<Data> => (await import('./domain/load-domain.js')).loadDomain(written, access),
});
