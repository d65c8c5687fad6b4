import type { LineSearchRule, MatrixUpdate, OptimizerDefinition } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import type { OptimizerSubject } from './optimizer-checks.js';

const UPDATES: readonly MatrixUpdate['update'][] = ['broyden', 'bfgs'];
const SCALINGS: readonly MatrixUpdate['scaling'][] = ['self', 'first', 'none'];

type QuasiNewton = Extract<OptimizerDefinition, { method: 'quasi-newton' }>;

/** What the constants of a quasi-Newton method must be; the method itself is the framework's. */
export const searchChecks: readonly PluginCheck<OptimizerSubject>[] = [
  {
    name: 'the constants of the line search are possible',
    how: 'Memory, where it is not one of the matrices that there are, tries and patience are whole numbers of at least 1, and 0 < decrease < curvature < 1, without which no step need exist; the same when asked again.',
    claim: { text: "`method: 'quasi-newton'`", isMade: ({ definition }) => definition.method === 'quasi-newton' },
    run: ({ definition, sets }) => {
      const { search } = definition as unknown as QuasiNewton;
      for (const options of sets) {
        requireSoundSearch(search(options), titled(definition, options));
        need(JSON.stringify(search(options)) === JSON.stringify(search(options)), `${titled(definition, options)} has other constants when asked again`);
      }
    },
  },
];

/** @throws Error unless all constants are possible */
export function requireSoundSearch({ memory, decrease, curvature, tries, tolerance, patience }: LineSearchRule, what: string): void {
  const isLimited = typeof memory === 'number';
  for (const [name, count] of Object.entries({ ...(isLimited ? { memory } : {}), tries, patience })) need(Number.isInteger(count) && count >= 1, `${what}: ${name} is ${count}; it must be a whole number of at least 1`);
  need(isLimited || (UPDATES.includes(memory.update) && SCALINGS.includes(memory.scaling)), `${what}: the memory is ${JSON.stringify(memory)}; update must be ${UPDATES.join(' or ')}, and scaling ${SCALINGS.join(', ')}`);
  need(decrease > 0 && decrease < curvature && curvature < 1, `${what}: decrease ${decrease} and curvature ${curvature}; 0 < decrease < curvature < 1 must hold`);
  need(tolerance >= 0, `${what}: the tolerance is ${tolerance}`);
}
