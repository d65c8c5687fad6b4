import { expect, test } from '@jest/globals';
import { mixedCase, randomCase } from '@knotwork/conformance';
import { formula, input } from '@knotwork/algebra';
import type { LayerStructure, Objective, Precision, Read, Structure } from '@knotwork/plugin/engine';
import { native } from '../index.js';
import { kernelBackend } from '../fixtures/kernel-backend.js';
import { draw, type Drawn, numbersOf, parts, pointsOf, randomMask, takeStep, taskOf } from '../fixtures/tasks.js';
import { adam } from '../fixtures/update-formulas.js';
import { wideCase } from '../fixtures/wide-case.js';
import { lanesFor } from '../threads/pass-lanes.js';
import { Arena } from './arena.js';
import { kernelExtent } from './kernel-extent.js';

/** Used over said: pads are counted as if every layer were full, and not all that single edges evaluate is. The worst of these have 0.46 and 2.0; the contract says a power of ten. */
const FACTOR = 2.5;

/** Bytes that a program, its points and a state use once they took a step, and those that an examination says. */
async function bytesOf({ structure, network, rows }: Drawn, precision: Precision, parameters: 'trainable' | 'effective', objective?: Objective): Promise<{ readonly used: number; readonly said: number }> {
  const task = taskOf(structure, { parameters, update: adam(), ...(objective === undefined ? {} : { objective }) });
  const arena = new Arena();
  const backend = kernelBackend(task, precision, arena, null, lanesFor(task, null));
  const data = backend.bind(pointsOf(task, rows));
  await takeStep(backend.start(numbersOf(network.parameters), {}), data, 1, 9);
  return { used: arena.stretches.reduce((sum, { bytes }) => sum + bytes, 0), said: kernelExtent(precision)(structure, task.objective, task.options, 0, { data: rows.inputs.count }) };
}

const seeds = Array.from({ length: 12 }, (_, k) => k + 1);
const cases: Readonly<Record<string, Drawn>> = {
  ...Object.fromEntries([randomCase, mixedCase].flatMap((of) => seeds.map((seed) => [of(seed).name, of(seed)]))), ...Object.fromEntries(seeds.map((seed) => [`wide case ${seed}`, wideCase(seed)])),
  '[64, 64, 1]': draw([64, 64, 1], [parts(), parts()], { rows: 1000 }), '[784, 64, 10]': draw([784, 64, 10], [parts(), parts()], { rows: 10 }),
  '[64, 64, 1], divided into eight': draw([64, 64, 1], [parts(), parts()], { rows: 4000 }),
  'many rows': draw([4, 5, 1], [parts(), parts()], { rows: 100_000 }), 'few edges': draw([64, 64], [parts({ off: randomMask(64, 64, 0.95, 1) })]),
};

for (const precision of ['float64', 'float32'] as const) {
  test(`what an examination says is within a factor of ${FACTOR} of the memory in use, in ${precision}`, async () => {
    for (const [name, c] of Object.entries(cases)) {
      for (const parameters of ['trainable', 'effective'] as const) {
        const { used, said } = await bytesOf(c, precision, parameters);
        if (!(said <= FACTOR * used && used <= FACTOR * said)) throw new Error(`${name}, ${parameters}: ${said} bytes are said and ${used} used`);
        expect(Number.isInteger(said)).toBe(true);
      }
    }
  });
}

/** Reads the second derivatives in all inputs: one channel for each of them, for each pair of equal ones, and the values. */
function laplacian({ layers: [{ inputs }] }: Structure & { readonly layers: readonly [LayerStructure, ...LayerStructure[]] }): Objective {
  const names = Array.from({ length: inputs }, (_, i) => `d${i}`);
  const reads = Object.fromEntries(names.map((name, i): [string, Read] => [name, { of: 'derivative', output: 0, inputs: [i, i] }]));
  return { blocks: [{ name: 'laplacian', points: 'data', form: 'residuals', weight: 1, formula: formula(names, { r: names.map((name) => input(name)).reduce((a, b) => a.add(b)) }), reads }] };
}

for (const precision of ['float64', 'float32'] as const) {
  test(`so it is where derivatives in inputs go through, in ${precision}`, async () => {
    for (const [name, c] of Object.entries({ '[2, 5, 5, 1]': draw([2, 5, 5, 1], [parts(), parts(), parts()]), '[4, 30, 30, 1]': draw([4, 30, 30, 1], [parts(), parts(), parts()], { rows: 1000 }) })) {
      for (const parameters of ['trainable', 'effective'] as const) {
        const { used, said } = await bytesOf(c, precision, parameters, laplacian(c.structure as Parameters<typeof laplacian>[0]));
        if (!(said <= FACTOR * used && used <= FACTOR * said)) throw new Error(`${name}, ${parameters}: ${said} bytes are said and ${used} used`);
        expect(used).toBeGreaterThan(2 * (await bytesOf(c, precision, parameters)).used);
      }
    }
  });
}

test('what no program can address is refused when it is examined, and costs nothing', async () => {
  const { structure } = draw([4, 1], [parts()]);
  const { objective, options } = taskOf(structure);
  const engine = await native.create({ precision: 'float64' });
  expect(() => engine.examine(structure, objective, options, { data: 1e9 })).toThrow(/The engine "native" needs .* GiB for this network and its rows; one program has 4 GiB at most\. Use fewer rows or engine\.precision=float32\.$/);
});

test('what would help is named, and nothing that would not', () => {
  const [few, thin] = [draw([2, 30, 1], [parts(), parts()]), draw([4, 1], [parts()])];
  const { objective, options } = taskOf(few.structure);
  const refusal = (precision: Precision, structure: Structure, data: number): string => {
    try { kernelExtent(precision)(structure, objective, options, 0, { data }); } catch (error) { return (error as Error).message.replace(/.*at most\. /, ''); }
    return 'nothing was thrown';
  };
  // As if its bases had ten million intervals: nothing of such a network need be there to say what it takes.
  const wide: Structure = { ...few.structure, layers: few.structure.layers.map((layer) => ({ ...layer, terms: layer.terms.map((term) => ({ ...term, size: 1e7 })) })) };
  const network = 'narrower layers, fewer numbers of an edge (such as intervals of its basis)';
  expect(refusal('float64', wide, 2)).toBe(`Use ${network} or engine.precision=float32.`);
  expect(refusal('float32', wide, 2)).toBe('Use narrower layers or fewer numbers of an edge (such as intervals of its basis).');
  expect(refusal('float32', wide, 2e9)).toBe(`Use ${network} or fewer rows.`);
  expect(refusal('float32', thin.structure, 1e9)).toBe('Use fewer rows.');
});

test('every other thread needs a pass of its own, whose lanes have one each', () => {
  const { structure } = cases['[64, 64, 1], divided into eight']!;
  const { objective, options } = taskOf(structure);
  const [one, two, four, eight, more] = [1, 2, 4, 8, 12].map((threads) => kernelExtent('float64', undefined, () => threads)(structure, objective, options, 0, { data: 4000 }));
  expect(one).toBeLessThan(two! / 2);
  // Of eight lanes this thread has three more, then one, then none.
  expect([four! > two!, eight! > four!, more === eight]).toEqual([true, true, true]);
});
