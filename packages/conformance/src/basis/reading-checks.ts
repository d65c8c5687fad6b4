import { blockProgram, formula } from '@knotwork/algebra';
import { namedFunction } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { ReadFeature, TermStructure } from '@knotwork/plugin/engine';
import { need } from '../engine/need.js';
import { kitCatalog } from '../kit/kit-catalog.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, denseFeatures, DOMAIN, evenPoints, placesOf, termOf, WIDTH } from './basis-term.js';

/** A power multiplied out, and a x + b rounded twice, differ by some units in the last place; a function steep in its argument makes more of them. */
const ROUNDING = 1e-10;
/** Where x is the same number and its position in the domain another one. */
const DOMAINS = [DOMAIN, [-3, 2.5], [0.4, 0.9]] as const;
/** Beyond both ends of every domain: an equation has no domain. */
const POINTS = evenPoints(41, [DOMAIN[0] - WIDTH / 2, DOMAIN[1] + WIDTH / 2]);

/** What features are said to be in an equation. */
export const readingChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'features are what they are read as',
    how: 'Each feature, inside the domain and beside it, on several domains and with other shape parameters, is f(a x + b) or the power of x that `reads` says.',
    claim: { text: '`reads`', isMade: ({ definition }) => definition.reads !== undefined },
    run: (subject) => {
      for (const options of subject.sets) {
        const term = termOf(subject, options, { outside: 'free' });
        for (const domain of DOMAINS) {
          for (const place of placesOf(term, domain)) requireAsRead(term, denseFeatures(term, POINTS, place), place.shape!, kitCatalog(subject), `${titled(subject.definition, options)}, on the domain [${domain.join(', ')}]`);
        }
      }
    },
  },
];

function requireAsRead(term: TermStructure, features: Float64Array, shape: Readonly<Record<string, number>>, catalog: Catalog, what: string): void {
  term.reads!.forEach((reading, s) => {
    const wanted = valuesOf(reading, shape, catalog);
    const scale = wanted.reduce((most, v) => Math.max(most, Number.isFinite(v) ? Math.abs(v) : 0), 1e-300);
    POINTS.forEach((x, n) => {
      const got = features[n * term.size + s]!;
      const isRead = Number.isFinite(wanted[n]!) ? Math.abs(got - wanted[n]!) <= ROUNDING * scale : Object.is(got, wanted[n]);
      need(isRead, `${what}: feature ${s} is ${got} at x = ${x}; read as ${JSON.stringify(reading)} it is ${wanted[n]}`);
    });
  });
}

function valuesOf(reading: ReadFeature, shape: Readonly<Record<string, number>>, catalog: Catalog): Float64Array {
  if ('power' in reading) return POINTS.map((x) => x ** reading.power);
  const [a, b] = [reading.a, reading.b].map((place) => (typeof place === 'number' ? place : shape[place]!)) as [number, number];
  const program = blockProgram(formula(['x'], { y: namedFunction(reading.f, catalog) }), POINTS.length);
  program.inputs[0]!.set(POINTS.map((x) => a * x + b));
  program.run(POINTS.length);
  return program.outputs[0]!;
}
