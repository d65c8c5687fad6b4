import { beforeAll, describe, expect, test } from '@jest/globals';
import { builtFile } from '@knotwork/contraction-builder';
import { installed } from '@knotwork/experiment';
import { countParameters } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Catalog } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { fileURLToPath } from 'node:url';
import type { ProfiledProgram } from '../studies/shapes/kernel-times.js';
import { openStep, type StepCase, stepRows } from './step-session.js';

const small: StepCase = { layers: [2, 3, 2], batch: 20, basis: 'b-spline', intervals: 5, degree: 3, precision: 'float64' };
let catalog: Catalog;
beforeAll(async () => { catalog = installed(await standardPackages()).catalog; });

test('all targets of a row are the sine of three times the sum of its inputs', () => {
  const { inputs, targets } = stepRows(2, 3, 4, randomStream(0, 'test'));
  expect(inputs.values.every((v) => v >= -1 && v <= 1)).toBe(true);
  expect([...targets.values.subarray(3, 6)]).toEqual(Array(3).fill(Math.sin(3 * (inputs.values[2]! + inputs.values[3]!))));
});

test('the loss is the mean squared error over rows and outputs, before the step', async () => {
  const session = await openStep(catalog, small);
  const outputs = (await session.forward()).values;
  const { targets } = stepRows(2, 2, 20, randomStream(1, 'step').fork('rows'));
  const squares = outputs.reduce((sum, y, k) => sum + (y - targets.values[k]!) ** 2, 0);
  expect(await session.step()).toBeCloseTo(squares / outputs.length, 12);
  await session.dispose();
});

test('steps train, and train everything there is', async () => {
  const session = await openStep(catalog, small);
  expect(session.program.layout.unknowns).toBe(countParameters(session.structure).trainable);
  expect(session.basis).toEqual({ kind: 'b-spline', degree: 3, intervals: 5 });
  const first = await session.step();
  for (let k = 0; k < 200; k++) await session.step();
  expect(await session.step()).toBeLessThan(0.9 * first);
  await session.dispose();
});

// Of narrow networks sums are kernels' business whatever is installed: what is left to native code are features and updates, which have the same bits.
const built = builtFile(fileURLToPath(new URL('../../../..', import.meta.url)));
const whereNative = built === undefined ? describe.skip : describe;
if (built === undefined && process.env['KNOTWORK_CONTRACTION'] === '1') throw new Error('No native code was compiled: npm run contraction.');
// What was compiled, be it installed or not.
if (built !== undefined) process.env['KNOTWORK_NATIVE'] = built;

whereNative('native features and updates', () => {
  test.each([['float32', 8], ['float64', 4]] as const)('have the bits of kernels in %s, at all sizes of a batch', async (precision, width) => {
    for (const batch of [1, 3, 64, 70, 257]) {
      const after = async (contraction: 'auto' | 'wasm'): Promise<{ readonly outputs: Float64Array; readonly parts: readonly string[] }> => {
        const session = await openStep(catalog, { layers: [3, width, width, 1], batch, basis: 'b-spline', intervals: 7, degree: 3, precision, engine: { kind: 'native', precision, contraction } });
        const { profile } = session.program as ProfiledProgram;
        // Kernels are made when they are first used.
        await session.step();
        profile!.start();
        for (let step = 1; step < 20; step++) await session.step();
        const parts = Object.keys(profile!.stop());
        const outputs = (await session.forward()).values;
        await session.dispose();
        return { outputs: Float64Array.from(outputs), parts };
      };
      const [native, wasm] = [await after('auto'), await after('wasm')];
      expect([batch, native.outputs]).toEqual([batch, wasm.outputs]);
      expect(wasm.parts.filter((part) => part.startsWith('native.'))).toEqual([]);
      // Of a few samples a call takes longer than what it saves.
      expect([batch, native.parts.includes('native.features'), native.parts.includes('features.features')]).toEqual([batch, batch >= 64, batch < 64 || batch % 64 !== 0]);
      expect(native.parts).toContain('native.map');
      expect(native.parts).not.toContain('native.forward');
    }
  });

  test('have the same bits on two threads as on one, where passes and updates are divided', async () => {
    const after = async (threads: string): Promise<Float64Array> => {
      const before = process.env['KNOTWORK_THREADS'];
      process.env['KNOTWORK_THREADS'] = threads;
      try {
        const session = await openStep(catalog, { layers: [30, 64, 64, 1], batch: 900, basis: 'b-spline', intervals: 5, degree: 3, precision: 'float64' });
        for (let step = 0; step < 3; step++) await session.step();
        const outputs = Float64Array.from((await session.forward()).values);
        await session.dispose();
        return outputs;
      } finally {
        if (before === undefined) delete process.env['KNOTWORK_THREADS']; else process.env['KNOTWORK_THREADS'] = before;
      }
    };
    expect(await after('2')).toEqual(await after('1'));
  });
});
