import { defineFunction } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** 1 / (1 + e^-x): from 0 to 1. */
export const sigmoid = defineFunction({
  name: 'sigmoid',
  summary: 'Logistic function 1 / (1 + e^-x): from 0 to 1',
  options: z.strictObject({}),
  claims: () => ({ mirror: 'odd', complexity: 0.8, expression: '1 / (1 + exp(-x))' }),
  apply: (x) => x.sigmoid(),
});
