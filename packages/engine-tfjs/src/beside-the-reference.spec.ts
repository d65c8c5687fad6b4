import { expect, test } from '@jest/globals';
import { randomCase, squaredError } from '@knotwork/conformance';
import { reference } from '@knotwork/engine-reference';
import type { Engine, SegmentRole, State } from '@knotwork/plugin/engine';
import type { PointRows } from '@knotwork/plugin';
import { tfjs } from './index.js';

const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];
const engines: readonly Engine[] = [await reference.create({}), await tfjs.create({ backend: 'wasm' })];
type Case = Pick<ReturnType<typeof randomCase>, 'structure' | 'network' | 'widths'>;

/** What both engines say. @param ask a state over some points */
async function both<T>({ structure, network, widths }: Case, rows: PointRows, ask: (state: State, data: Awaited<ReturnType<Awaited<ReturnType<Engine['compile']>>['bind']>>) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (const engine of engines) {
    const program = await engine.compile(structure, squaredError(widths.at(-1)!), { trainable: ROLES, parameters: 'trainable' });
    answers.push(await ask(await program.start(network), await program.bind({ data: rows })));
    await program.dispose();
  }
  return answers;
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>): void => {
  const largest = Math.max(...Array.from(b, Math.abs));
  for (let k = 0; k < b.length; k++) expect(Math.abs(a[k]! - b[k]!)).toBeLessThanOrEqual(1e-4 * largest);
};

const wide = Array.from({ length: 40 }, (_, seed) => randomCase(seed + 1)).find(({ widths }) => widths.at(-1)! > 1)!;

test('weights of points count where residuals of several outputs are one table', async () => {
  const weights = Float64Array.from({ length: wide.rows.inputs.count }, (_, n) => (n % 3) / 2);
  const [expected, actual] = await both(wide, { ...wide.rows, weights }, async (state, data) => state.gradient(data));
  close([actual!.value], [expected!.value]);
  close(actual!.gradient, expected!.gradient);
});

test('features of the first layer are made anew when its grid is another one', async () => {
  const c = randomCase(2);
  const domains = c.structure.segments.filter(({ role }) => role === 'domain');
  const moved = c.network.parameters.slice();
  for (const { offset, length } of domains) for (let k = 0; k < length; k++) moved[offset + k]! *= 1.5;
  const [expected, actual] = await both(c, c.rows, async (state, data) => {
    const before = await state.gradient(data);
    await state.write({ parameters: moved });
    const after = await state.gradient(data);
    return { before, after };
  });
  expect(expected!.after.value).not.toBeCloseTo(expected!.before.value, 3);
  for (const when of ['before', 'after'] as const) {
    close([actual![when].value], [expected![when].value]);
    close(actual![when].gradient, expected![when].gradient);
  }
});
