import { KnotworkError } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { defineDesign } from './design.js';

/** The baseline is the whole; every other arm is without one part of it. @experimental */
export const leaveOneOut = defineDesign({
  name: 'leave-one-out',
  summary: 'The baseline is the whole recipe, and every other arm is without one part of it; factors have two levels',
  options: z.strictObject({
    bare: z.boolean().default(false).describe('Whether there is an arm without any of the parts, too'),
  }),
  arms: ({ factors, baseline }, { bare }) => {
    const without = factors.map(({ name, levels }) => {
      if (levels.length !== 2) throw new KnotworkError('input', `factors.${name} must have two levels for the design leave-one-out, one with the part and one without; it has ${levels.length}. Leave some out, or write design: one-at-a-time.`);
      return [name, levels.find((level) => level !== baseline[name])!] as const;
    });
    return [
      { name: 'all', levels: baseline },
      ...without.map(([name, level]) => ({ name: `without ${name}`, levels: { ...baseline, [name]: level } })),
      ...(bare ? [{ name: 'none', levels: Object.fromEntries(without) }] : []),
    ];
  },
});
