import { KnotworkError } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { keyOf } from '../plan/arms.js';
import { defineDesign } from './design.js';

/** The arms that the file lists. @experimental */
export const list = defineDesign({
  name: 'list',
  summary: 'The arms that the file lists, each by levels of factors; those that are left out are the levels of the baseline',
  options: z.strictObject({
    arms: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).min(1).max(10_000).describe('Arms, such as { network.basis: chebyshev, schedule: ladder }'),
  }),
  arms: ({ baseline }, { arms }) => {
    const whole = arms.map((levels) => ({ ...baseline, ...Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, String(level)])) }));
    const keys = whole.map(keyOf);
    const twice = keys.findIndex((key, k) => keys.indexOf(key) < k);
    if (twice >= 0) throw sameArm(twice, keys.indexOf(keys[twice]!), arms[twice]!);
    return whole.map((levels) => ({ levels }));
  },
});

function sameArm(twice: number, first: number, levels: Readonly<Record<string, unknown>>): KnotworkError {
  const path = `design.arms.${twice}`;
  return new KnotworkError('input', `${path} lists the same arm as design.arms.${first}: ${JSON.stringify(levels)}, with the levels of the baseline for all others. Remove one of them, or change a level.`, { path });
}
