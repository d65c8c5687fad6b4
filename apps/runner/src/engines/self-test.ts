import { type InstalledPackage, isKnotworkError } from '@knotwork/plugin';
import type { EngineBackend, EngineDefinition } from '@knotwork/plugin/engine';
import { fit, type FitOptions } from '../library/index.js';

/** How a training step went. */
export interface StepTest {
  readonly passed: boolean;
  /** Largest difference of a loss, relative to the one of the engine that runs where none is named; null where there is none to compare. */
  readonly difference: number | null;
  readonly seconds: number;
  /** Why it did not pass, in words that follow a colon. */
  readonly because?: string;
}

/** What single precision may change in a few steps. */
const ALLOWED = 1e-4;
const ROWS = 48;
const STEPS = 10;

/** A small network of splines, and rows of a smooth function: nothing is random but its start, which follows from the seed. */
const trial: FitOptions = {
  inputs: Array.from({ length: ROWS }, (_, k) => [Math.sin(1.7 * k), Math.cos(2.3 * k)]),
  targets: Array.from({ length: ROWS }, (_, k) => Math.sin(1.7 * k) * Math.cos(2.3 * k) + 0.5 * Math.sin(1.7 * k) ** 2),
  dataset: { split: { validation: 0, test: 0.25 } }, network: { widths: [2, 3, 1], basis: { kind: 'b-spline', intervals: 4 } }, seed: 1,
  stages: [{ kind: 'fit', optimizer: { kind: 'adam', rate: 0.05 }, steps: STEPS, starts: { count: 1 } }],
};

/** Losses after every step, and after the last one those of rows that were trained on and of others. */
async function losses(engine: Pick<FitOptions, 'engine'>, packages: readonly InstalledPackage[]): Promise<readonly number[]> {
  const steps: number[] = [];
  const { metrics } = await fit({ ...trial, ...engine, packages, onProgress: (event) => { if (event.event === 'step') steps.push(event.loss ?? NaN); } });
  return [...steps, metrics!['train']!['rmse']!, metrics!['test']!['rmse']!];
}

let standard: Promise<readonly number[]> | undefined;

/**
 * Trains a small network for some steps on an engine, and compares every loss with those of the engine that runs where none is named.
 *
 * @param backend which of its backends; left out, what it takes itself
 * @param packages with the engine, where it is not installed
 */
export async function testSteps({ name }: Pick<EngineDefinition, 'name'>, backend?: Pick<EngineBackend, 'options'>, packages: readonly InstalledPackage[] = []): Promise<StepTest> {
  const wanted = await (standard ??= losses({}, []));
  const begun = performance.now();
  const since = (): number => (performance.now() - begun) / 1000;
  try {
    const got = await losses({ engine: { kind: name, ...backend?.options } }, packages);
    if (got.length !== wanted.length) return { passed: false, difference: null, seconds: since(), because: `it took ${got.length - 2} steps in place of ${STEPS}` };
    const difference = Math.max(...got.map((loss, k) => Math.abs(loss - wanted[k]!) / Math.abs(wanted[k]!)));
    const passed = difference <= ALLOWED;
    return { passed, difference, seconds: since(), ...(passed ? {} : { because: `losses differ by ${difference.toExponential(1)} of themselves, and single precision explains ${ALLOWED}` }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { passed: false, difference: null, seconds: since(), because: isKnotworkError(error) ? message.replace(/\.$/, '') : `it failed: ${message}` };
  }
}
