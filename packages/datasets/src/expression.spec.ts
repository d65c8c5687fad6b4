import { expect, test } from '@jest/globals';
import { isKnotworkError, type Data, type KnotworkError } from '@knotwork/plugin';
import { expression } from './expression.js';
import { accessTo } from './fixtures/access.js';

const load = (options: Record<string, unknown>, seed = 1): Promise<Data> => expression.load(expression.options.parse(options), accessTo({}, seed));

const refusal = async (options: Record<string, unknown>): Promise<KnotworkError> => {
  const error = await load(options).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return error;
};

const text = 'exp(sin(pi * x1) + x2^2)';

test('targets are the expression at points of the domain', async () => {
  const data = await load({ expression: text, domain: [[-1, 1], [2, 3]] });
  expect([data.train, data.validation, data.test].map((rows) => [rows.inputs.count, rows.inputs.width, rows.targets.width])).toEqual([[1000, 2, 1], [500, 2, 1], [1000, 2, 1]]);
  for (const { inputs, targets } of [data.train, data.validation, data.test]) {
    targets.values.forEach((t, k) => {
      const [x1, x2] = [inputs.values[2 * k]!, inputs.values[2 * k + 1]!];
      expect(x1 >= -1 && x1 <= 1 && x2 >= 2 && x2 <= 3).toBe(true);
      const expected = Math.exp(Math.sin(Math.PI * x1) + x2 * x2);
      expect(Math.abs(t / expected - 1)).toBeLessThan(1e-14);
    });
  }
  expect(data.inputs).toEqual([{ name: 'x1', domain: [-1, 1] }, { name: 'x2', domain: [2, 3] }]);
  expect(data.outputs).toEqual([{ name: 'y' }]);
  expect([data.task, data.standardizeInputs]).toEqual(['regression', false]);
});

test('points fill the domain evenly', async () => {
  const { train } = await load({ expression: 'x1', domain: [0, 4], samples: { train: 4000 } });
  const quarter = (q: number) => train.inputs.values.filter((x) => Math.floor(x) === q).length;
  // 1,000 expected, standard deviation 27.
  for (const q of [0, 1, 2, 3]) expect(Math.abs(quarter(q) - 1000)).toBeLessThan(4 * 27);
});

test('inputs that no expression uses exist when a higher one is used, and a list gives several outputs', async () => {
  const data = await load({ expression: ['x3', 'x1 * x3', '2'], samples: { train: 300, validation: 1, test: 1 } });
  expect(data.inputs.map(({ name }) => name)).toEqual(['x1', 'x2', 'x3']);
  expect(data.outputs.map(({ name }) => name)).toEqual(['y1', 'y2', 'y3']);
  const [x1, , x3] = data.train.inputs.values.subarray(3 * 299);
  expect([...data.train.targets.values.subarray(3 * 299)]).toEqual([x3, x1! * x3!, 2]);
});

test('the size of one part shifts no other, and more rows begin with the same ones', async () => {
  const options = { expression: text, noise: 0.1 };
  const a = await load({ ...options, samples: { train: 100, validation: 50, test: 70 } });
  const b = await load({ ...options, samples: { train: 100, validation: 80, test: 20 } });
  const c = await load({ ...options, samples: { train: 120, validation: 50, test: 70 } });
  expect(b.train).toEqual(a.train);
  expect(b.test.inputs.values).toEqual(a.test.inputs.values.subarray(0, 40));
  expect(a.validation.targets.values).toEqual(b.validation.targets.values.subarray(0, 50));
  expect(c.test).toEqual(a.test);
  expect(c.train.inputs.values.subarray(0, 200)).toEqual(a.train.inputs.values);
});

test('even points are a grid of every part that includes the ends of the domain', async () => {
  const { train, validation, test: last } = await load({ expression: 'x1 + 2 * x2', domain: [[-1, 1], [0, 0.3]], sampling: 'even', samples: { train: 9, validation: 4, test: 16 } });
  expect([...train.inputs.values]).toEqual([-1, 0, -1, 0.15, -1, 0.3, 0, 0, 0, 0.15, 0, 0.3, 1, 0, 1, 0.15, 1, 0.3]);
  expect([...validation.inputs.values]).toEqual([-1, 0, -1, 0.3, 1, 0, 1, 0.3]);
  expect([last.inputs.count, [...last.inputs.values.subarray(30)]]).toEqual([16, [1, 0.3]]);
  expect([...train.targets.values]).toEqual([...train.inputs.values].flatMap((x, k, all) => (k % 2 === 0 ? [x + 2 * all[k + 1]!] : [])));
});

test('a count that makes no even grid is refused with the nearest that do', async () => {
  const one = await refusal({ expression: 'x1', sampling: 'even', samples: { test: 1 } });
  expect(one.message).toBe('samples.test must be at least 2 where sampling is even; got 1. Set samples.test=2, or sampling=random.');
  const two = await refusal({ expression: 'x1 * x2', sampling: 'even' });
  expect(two).toMatchObject({ place: { option: 'samples.train' }, message: 'samples.train must be a whole number of at least 2 to the power of 2 where sampling is even, because there are 2 inputs; got 1000. Set samples.train=961 or samples.train=1024, or sampling=random.' });
  expect((await refusal({ expression: 'x3', sampling: 'even', samples: { train: 3 } })).message).toContain('Set samples.train=8, or');
  // The cube root of 125 is not exactly 5 in floating point.
  expect((await load({ expression: 'x3', sampling: 'even', samples: { train: 125, validation: 8, test: 8 } })).train.inputs.count).toBe(125);
});

test('parts differ from each other and seeds from each other', async () => {
  const a = await load({ expression: 'x1' });
  const b = await load({ expression: 'x1' }, 2);
  const firsts = [a.train, a.validation, a.test, b.train].map((rows) => rows.inputs.values[0]);
  expect(new Set(firsts).size).toBe(4);
});

test('noise is a share of the spread of each output, on training and validation targets only', async () => {
  const options = { expression: ['x1', '1000 * x1 + 5', '7'], samples: { train: 4000, validation: 4000, test: 100 } };
  const [clean, noisy] = [await load(options), await load({ ...options, noise: 0.1 })];
  // Test targets have none: that is said.
  expect([clean.isTestExact, noisy.isTestExact]).toEqual([undefined, true]);
  expect(noisy.test).toEqual(clean.test);
  for (const part of ['train', 'validation'] as const) {
    const errors = noisy[part].targets.values.map((t, k) => t - clean[part].targets.values[k]!);
    const rms = (j: number) => Math.sqrt(errors.filter((_, k) => k % 3 === j).reduce((sum, e) => sum + e * e, 0) / 4000);
    // Spread of a uniform variable on [-1, 1]: 1/sqrt(3). 4,000 numbers: standard error 1.1 %.
    expect(rms(0) / (0.1 / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(rms(1) / (100 / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(rms(2)).toBe(0);
  }
});

test('a target that is not finite names the expression, the point and the way out', async () => {
  const error = await refusal({ expression: ['x1', 'log(x1 + x2)'] });
  expect(error.message).toMatch(/^The expression "log\(x1 \+ x2\)" must be finite all over its domain; it is NaN at x1 = -?[\d.]+, x2 = -?[\d.]+\. Change domain/);
  expect(error).toMatchObject({ code: 'input', place: { option: 'expression.1' } });
});

test('other variables, no variables and text that is not mathematics are refused', async () => {
  expect((await refusal({ expression: 'x1 + y * mass' })).message).toBe('The variables of an expression must be x1, x2, ...; got y, mass in "x1 + y * mass". Rename them.');
  expect((await refusal({ expression: 'x0 + x01' })).message).toContain('got x0, x01');
  expect((await refusal({ expression: '2 * pi' })).message).toContain('at least one input');
  const broken = await refusal({ expression: 'x1 + * 2' });
  expect(broken).toMatchObject({ code: 'input', place: { option: 'expression', cause: { name: 'ExpressionError' } } });
  expect(broken.message).toContain('Look at character 6.');
  expect((await refusal({ expression: 'foo(x1)' })).message).toMatch(/^Unknown function "foo"\. .* For a product write foo \* \(\.\.\.\)\.$/);
  expect((await refusal({ expression: 'sni(x1)' })).message).toMatch(/^Unknown function "sni"\. .* Did you mean "sin"\?$/);
  // Single letters are near to all that is short.
  expect((await refusal({ expression: 'n(x1)' })).message).not.toContain('Did you mean');
});

test('a list of domains must have one interval per input', async () => {
  const error = await refusal({ expression: 'x1 * x2', domain: [[0, 1], [0, 1], [0, 1]] });
  expect(error.message).toContain('got 3 intervals for 2 inputs (x1 to x2)');
  expect(error.place.option).toBe('domain');
});

test('options have the defaults of the experiment file and refuse what makes no sense', () => {
  expect(expression.options.parse({ expression: 'x1' })).toEqual({
    expression: 'x1', domain: [-1, 1], samples: { train: 1000, validation: 500, test: 1000 }, sampling: 'random', noise: 0,
  });
  expect(expression.options.parse({ expression: 'x1', samples: { test: 7 } }).samples).toEqual({ train: 1000, validation: 500, test: 7 });
  for (const bad of [{}, { expression: [] }, { expression: 'x1', domain: [1, -1] }, { expression: 'x1', domain: [0, Infinity] }, { expression: 'x1', domain: [[0, 0]] },
    { expression: 'x1', samples: { train: 0 } }, { expression: 'x1', noise: -1 }, { expression: 'x1', seed: 1 }]) {
    expect([bad, expression.options.safeParse(bad).success]).toEqual([bad, false]);
  }
});

test('parts other than training may have no rows, also of an even grid', async () => {
  for (const sampling of ['random', 'even']) {
    const { train, validation, test: last } = await load({ expression: 'x1 * x2', sampling, noise: 0.1, samples: { train: 9, validation: 0, test: 0 } });
    expect(train.inputs.count).toBe(9);
    for (const part of [validation, last]) expect(part).toEqual({ inputs: { count: 0, width: 2, values: new Float64Array() }, targets: { count: 0, width: 1, values: new Float64Array() } });
  }
});
