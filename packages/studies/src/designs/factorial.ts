import * as z from '@knotwork/plugin/zod';
import { defineDesign } from './design.js';

/** Every combination of levels. @experimental */
export const factorial = defineDesign({
  name: 'factorial',
  summary: 'Every combination of levels',
  options: z.strictObject({}),
  arms: ({ factors }) => factors.reduce<Record<string, string>[]>((arms, { name, levels }) => arms.flatMap((arm) => levels.map((level) => ({ ...arm, [name]: level }))), [{}]).map((levels) => ({ levels })),
});
