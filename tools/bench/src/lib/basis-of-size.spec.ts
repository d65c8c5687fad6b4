import { expect, test } from '@jest/globals';
import { constant, defineBasis, z } from '@knotwork/plugin';
import { basisOfSize } from './basis-of-size.js';

const common = { summary: 'For this test', features: () => [constant(1)] };
const capabilities = { support: 'global', spansConstants: true, onDomainMove: 'refit' } as const;
const refinedBy = (option: string) => ({ ...capabilities, refine: { option, exactWhen: () => true } });

const spline = defineBasis({
  ...common, name: 'test-spline', options: z.strictObject({ degree: z.int().min(1).max(5).default(2), cells: z.int().min(1).max(50).default(4) }),
  capabilities: refinedBy('cells'), size: ({ degree, cells }) => cells + degree,
});
const polynomial = defineBasis({
  ...common, name: 'test-polynomial', options: z.strictObject({ degree: z.int().min(0).default(3) }), capabilities: refinedBy('degree'), size: ({ degree }) => degree + 1,
});
const waves = defineBasis({
  ...common, name: 'test-waves', options: z.strictObject({ frequencies: z.int().min(2).default(3) }), capabilities: refinedBy('frequencies'), size: ({ frequencies }) => 2 * frequencies + 1,
});
const fixed = defineBasis({ ...common, name: 'test-fixed', options: z.strictObject({}), capabilities, size: () => 4 });

test('the resolution is the one whose size is wanted, beside the degree', () => {
  expect(basisOfSize(spline, 8, 3)).toEqual({ kind: 'test-spline', degree: 3, cells: 5 });
});

test('a degree that sets the resolution is found, not taken over', () => {
  expect(basisOfSize(polynomial, 8, 3)).toEqual({ kind: 'test-polynomial', degree: 7 });
});

test('of two sizes equally near the smaller is taken, and one that begins late is found', () => {
  expect(basisOfSize(waves, 8, 3)).toEqual({ kind: 'test-waves', frequencies: 3 });
  expect(basisOfSize(waves, 1, 3)).toEqual({ kind: 'test-waves', frequencies: 2 });
});

test('a size beyond what the options allow gives the largest there is', () => {
  expect(basisOfSize(spline, 1003, 3)).toEqual({ kind: 'test-spline', degree: 3, cells: 50 });
});

test('a degree that the basis does not have is refused, and so is a basis without a resolution', () => {
  expect(() => basisOfSize(spline, 8, 7)).toThrow('The options of basis "test-spline" do not fit: "degree"');
  expect(() => basisOfSize(fixed, 8, 3)).toThrow('The basis "test-fixed" has no option that sets its resolution');
});
