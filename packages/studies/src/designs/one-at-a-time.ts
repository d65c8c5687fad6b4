import * as z from '@knotwork/plugin/zod';
import { defineDesign } from './design.js';

/** The baseline, and every arm that differs from it in one factor. @experimental */
export const oneAtATime = defineDesign({
  name: 'one-at-a-time',
  summary: 'The baseline, and every arm that differs from it in one factor',
  options: z.strictObject({}),
  arms: ({ factors, baseline }) => [
    { levels: baseline },
    ...factors.flatMap(({ name, levels }) => levels.filter((level) => level !== baseline[name]).map((level) => ({ levels: { ...baseline, [name]: level } }))),
  ],
});
