import { afterAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gridOf, loadNetwork } from '@knotwork/network';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { workplace } from './fixtures/workplace.js';

/** Two phases of the same curve; the second sees points around 0.5 alone. */
const FILE = `knotwork: 1
name: phases
preset: continual
datasets:
  wide: { kind: expression, expression: "sin(3 * x1) + exp(-300 * (x1 - 0.5)^2)", sampling: even, samples: { train: 80, validation: 40, test: 40 } }
  narrow: { kind: expression, expression: "sin(3 * x1) + exp(-300 * (x1 - 0.5)^2) + 0.1", domain: [0.4, 0.6], samples: { train: 60, validation: 40, test: 40 } }
network: { widths: [1, 1], basis: { kind: b-spline, intervals: 20 } }
stages: [{ kind: fit, data: wide }, { kind: fit, data: narrow }]
`;
const DEGREE = 3;

const { folder, remove } = workplace({ 'phases.yaml': FILE });
afterAll(remove);

/** The network after all stages. */
async function networkOf(out: string, overrides: readonly string[]) {
  const composition = await composeFromFile({ file: 'phases.yaml', overrides, out, again: true, cwd: folder }, await standardPackages());
  expect((await composition.run()).status).toBe('completed');
  const read = (name: string): Buffer => readFileSync(join(folder, out, name));
  const { network: { parameters }, structure } = loadNetwork({ json: read('network.json').toString('utf8'), safetensors: read('network.safetensors') }, composition.catalog);
  return { parameters, structure, narrow: composition.dataSets.get('narrow')!.train.inputs.values };
}

/** Bits of all numbers that no row of the second phase needs, before and after it; and of the others. */
async function secondPhase(...overrides: string[]) {
  const before = await networkOf('before', [...overrides, 'stages=[{kind: fit, data: wide}]']);
  const after = await networkOf('after', overrides);
  const term = after.structure.layers[0]!.terms[0]!;
  const [low, high] = gridOf(term, after.parameters, 0).domain;
  const needed = new Set<number>();
  for (const x of after.narrow) {
    const cell = Math.min(Math.floor((x - low) / (high - low) * term.intervals!), term.intervals! - 1);
    for (let i = 0; i <= DEGREE; i++) needed.add(term.segments.coefficients.offset + cell + i);
  }
  const bits = ({ parameters }: typeof before, isNeeded: boolean): string[] => [...parameters].flatMap((v, i) => (needed.has(i) === isNeeded ? [Buffer.from(Float64Array.of(v).buffer).toString('hex')] : []));
  return { before: bits(before, false), after: bits(after, false), moved: bits(before, true).filter((b, i) => b !== bits(after, true)[i]).length, needed: needed.size };
}

test('with the preset continual, a phase leaves every number alone that its samples do not reach, to the bit', async () => {
  const { before, after, moved, needed } = await secondPhase();
  expect(after).toEqual(before);
  // 0.4 to 0.6 are two cells of width 0.1; rounding at their ends may open a third and a fourth.
  expect(needed).toBeGreaterThanOrEqual(DEGREE + 2);
  expect(needed).toBeLessThanOrEqual(DEGREE + 4);
  expect(moved).toBe(needed);
});

// Levenberg-Marquardt leaves coefficients alone that no sample reaches; the weight of a base function is reached by all.
test.each([
  ['the defaults', ['preset=none', 'network.basis.intervals=20']],
  ['a base function', ['network.edge={kind: residual, base: silu}', 'stages.1.trainable=all']],
  ['a penalty', ['stages.1.smoothing=1e-6']],
])('with %s it does not', async (_, overrides) => {
  const { before, after } = await secondPhase(...overrides);
  expect(after).not.toEqual(before);
});
