import { input } from '@knotwork/algebra';
import { type FunctionClaims, soundClaims } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { valuesOf } from '../kit/values-of.js';
import type { FunctionSubject } from './function-checks.js';

/** Of what was claimed to be an affine image of something, what may be left of its spread. */
const EXACT = 1e-9;
/** What is larger than this at the end of a domain is as good as infinite. */
const AS_GOOD_AS_INFINITE = 1e12;
const COUNT = 60;
const SCALES = [0.37, 1.9, 3];
const SHIFTS = [0.41, -0.83, 1.7];

/** What the function claims with some options; nothing where it claims nothing, or what cannot be read, which a check of its own tells. */
export function claimsOf({ definition }: Pick<FunctionSubject, 'definition'>, options: Options): FunctionClaims {
  try { return definition.claims === undefined ? {} : soundClaims(definition.name, definition.claims(options)); } catch { return {}; }
}

/** The middle of its domain, or of the numbers up to three. */
function pointsWithin([from, to]: readonly [number, number] = [-Infinity, Infinity]): Float64Array {
  const a = from === -Infinity ? Math.min(-3, to - 6) : from;
  const b = to === Infinity ? Math.max(3, from + 6) : to;
  return Float64Array.from({ length: COUNT }, (_, n) => a + (b - a) * (0.02 + 0.96 * (((n + 1) * 0.6180339887498949) % 1)));
}

const claimed = (text: string, isMade: (claims: FunctionClaims) => boolean) => ({ text, isMade: (subject: FunctionSubject) => subject.sets.some((options) => isMade(claimsOf(subject, options))) });

/** Runs a check with all options with which the claim is made. */
function forClaims(subject: FunctionSubject, isMade: (claims: FunctionClaims) => boolean, look: (claims: FunctionClaims, at: (x: Float64Array, order?: number) => Float64Array, title: string) => void): void {
  for (const options of subject.sets) {
    const claims = claimsOf(subject, options);
    const e = subject.definition.apply(input('x'), options);
    if (isMade(claims)) look(claims, (x, order = 0) => valuesOf(e, x, order), titled(subject.definition, options));
  }
}

/** Least squares in functions and a constant: what is left, as a share of the spread. */
function leftBy(columns: readonly Float64Array[], values: Float64Array): number {
  const centred = (v: Float64Array): Float64Array => { const mean = v.reduce((sum, a) => sum + a, 0) / v.length; return v.map((a) => a - mean); };
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, n) => sum + v * b[n]!, 0);
  const without = (v: Float64Array, q: readonly Float64Array[]): Float64Array => q.reduce((rest, by) => { const share = dot(rest, by); return rest.map((a, n) => a - share * by[n]!); }, v);
  const target = centred(values);
  const size = Math.sqrt(dot(target, target));
  const directions: Float64Array[] = [];
  for (const column of columns) {
    // Twice, since once leaves rounding of what was large.
    const rest = without(without(centred(column), directions), directions);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-10 * Math.sqrt(dot(column, column))) directions.push(rest.map((v) => v / length));
  }
  const left = without(without(target, directions), directions);
  return Math.sqrt(dot(left, left)) / (size || 1);
}

/** Checks of what functions claim. */
export const claimChecks: readonly PluginCheck<FunctionSubject>[] = [
  {
    name: 'claims can be read, and stay the same',
    how: 'Every claim is one that exists and what it must be, and the same when asked again.',
    claim: { text: '`claims`', isMade: ({ definition }) => definition.claims !== undefined },
    run: (subject) => {
      for (const options of subject.sets) {
        const asked = (): string => JSON.stringify(soundClaims(subject.definition.name, subject.definition.claims!(options)));
        const first = asked();
        need(asked() === first, `${titled(subject.definition, options)} claims something else when asked again`);
      }
    },
  },
  {
    name: 'the domain is where it is finite',
    how: 'Sixty points inside are finite; at each finite end, or just beyond it, the function is not, or larger than 1e12.',
    claim: claimed('`domain`', ({ domain }) => domain !== undefined),
    run: (subject) => forClaims(subject, ({ domain }) => domain !== undefined, ({ domain }, at, title) => {
      const points = pointsWithin(domain);
      const values = at(points);
      const odd = values.findIndex((v) => !Number.isFinite(v));
      need(odd < 0, `${title} is ${values[odd]} at x = ${points[odd]}, inside its domain`);
      for (const [end, outward] of [[domain![0], -1], [domain![1], 1]] as const) {
        if (!Number.isFinite(end)) continue;
        const beyond = at(Float64Array.of(end, end + outward * 1e-6 * (1 + Math.abs(end))));
        need(beyond.some((v) => !(Math.abs(v) < AS_GOOD_AS_INFINITE)), `${title} is ${beyond.join(' and ')} at and beyond x = ${end}, which is no end of it`);
      }
    }),
  },
  {
    name: 'scaling the argument changes an affine part alone',
    how: 'Values at s x, for three s, are A f(x) + B by least squares, to 1e-9.',
    claim: claimed('`scaling`', ({ scaling }) => scaling === true),
    run: (subject) => forClaims(subject, ({ scaling }) => scaling === true, ({ domain }, at, title) => {
      const points = pointsWithin(domain);
      for (const s of SCALES) {
        const left = leftBy([at(points)], at(points.map((x) => s * x)));
        need(left < EXACT, `${title}: f(${s} x) is no A f(x) + B; ${left} of it are left`);
      }
    }),
  },
  {
    name: 'shifts are made of the function, and of its slope if it says so',
    how: 'Values at x + t, for three t, are A f(x) + C, or A f(x) + B f\'(x) + C, by least squares, to 1e-9.',
    claim: claimed('`shift`', ({ shift }) => shift !== undefined),
    run: (subject) => forClaims(subject, ({ shift }) => shift !== undefined, ({ domain, shift }, at, title) => {
      const points = pointsWithin(domain);
      for (const t of SHIFTS) {
        const left = leftBy(shift === 'slope' ? [at(points), at(points, 1)] : [at(points)], at(points.map((x) => x + t)));
        need(left < EXACT, `${title}: f(x + ${t}) is not made of ${shift === 'slope' ? "f and f'" : 'f'}; ${left} of it are left`);
      }
    }),
  },
  {
    name: 'the other half is a mirror image',
    how: 'f(-x) less f(x) where even, f(-x) plus f(x) where odd, is one number, to 1e-9 of the spread.',
    claim: claimed('`mirror`', ({ mirror }) => mirror !== undefined),
    run: (subject) => forClaims(subject, ({ mirror }) => mirror !== undefined, ({ domain, mirror }, at, title) => {
      const points = pointsWithin(domain);
      const there = at(points);
      const differences = at(points.map((x) => -x)).map((v, n) => (mirror === 'even' ? v - there[n]! : v + there[n]!));
      const spread = Math.max(...there) - Math.min(...there);
      const off = Math.max(...differences) - Math.min(...differences);
      need(off <= EXACT * spread, `${title} is not ${mirror}: f(-x) ${mirror === 'even' ? '-' : '+'} f(x) varies by ${off}`);
    }),
  },
  {
    name: 'the period is the least one',
    how: 'f(x + p) is f(x) to 1e-9 of the spread, f(x + p / 2) and f(x + p / 3) are not.',
    claim: claimed('`period`', ({ period }) => period !== undefined),
    run: (subject) => forClaims(subject, ({ period }) => period !== undefined, ({ domain, period }, at, title) => {
      const points = pointsWithin(domain);
      const there = at(points);
      const spread = Math.max(...there) - Math.min(...there);
      const off = (shift: number): number => at(points.map((x) => x + shift)).reduce((most, v, n) => Math.max(most, Math.abs(v - there[n]!)), 0);
      need(off(period!) <= EXACT * spread, `${title} does not come again after ${period}: it is off by ${off(period!)}`);
      for (const parts of [2, 3]) need(!(off(period! / parts) <= EXACT * spread), `${title} comes again after ${period! / parts} already`);
    }),
  },
  {
    name: 'the expression is the formula',
    how: 'Read as experiment files read expressions, of x alone, it has the values of the formula at sixty points of the domain, to 1e-9.',
    claim: claimed('`expression`', ({ expression }) => expression !== undefined),
    run: async (subject) => {
      // What reads expressions is large, and few plugins are functions.
      const { parseExpression } = await import('@knotwork/expressions');
      forClaims(subject, ({ expression }) => expression !== undefined, ({ domain, expression }, at, title) => {
        const who = `${title} claims the expression "${expression}"`;
        const { expr, variables } = readBy(parseExpression, expression!, who);
        const others = variables.filter((name) => name !== 'x');
        need(others.length === 0, `${who}, which must be of x alone, not of ${others.join(', ')}`);
        const points = pointsWithin(domain);
        const there = at(points);
        const said = valuesOf(expr, points);
        const spread = Math.max(...there) - Math.min(...there);
        const off = said.findIndex((v, n) => !(Math.abs(v - there[n]!) <= EXACT * Math.max(Math.abs(there[n]!), Math.min(1, spread))));
        need(off < 0, `${who}, which is ${said[off]} at x = ${points[off]}, where its formula is ${there[off]}`);
      });
    },
  },
];

/** @throws Error for a text that is no expression */
function readBy<T>(parse: (text: string) => T, text: string, who: string): T {
  try { return parse(text); } catch (error) { throw new Error(`${who}, which cannot be read: ${(error as Error).message}`); }
}
