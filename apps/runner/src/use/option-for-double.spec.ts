import { expect, test } from '@jest/globals';
import * as z from '@knotwork/plugin/zod';
import type { ExporterDefinition } from '@knotwork/plugin';
import { optionForDouble } from './option-for-double.js';

type Asked = Pick<ExporterDefinition, 'options' | 'precision'>;
const options = z.strictObject({ rounding: z.enum(['even', 'up']).default('even'), width: z.enum(['narrow', 'wide']).default('narrow'), bits: z.int().default(8) });

test('the choice is told with which an exporter says that its numbers are double, whatever it is called', () => {
  const asked: Asked = { options, precision: (of) => ((of as { width: string }).width === 'wide' ? 'double' : 'single') };
  expect([optionForDouble(asked, {}), optionForDouble(asked, { width: 'narrow', bits: 9 })]).toEqual(['width=wide', 'width=wide']);
});

test('there is none where no choice makes them so', () => {
  expect(optionForDouble({ options, precision: () => 'single' }, {})).toBeNull();
  expect(optionForDouble({ options: z.strictObject({}), precision: () => 'single' }, {})).toBeNull();
});
