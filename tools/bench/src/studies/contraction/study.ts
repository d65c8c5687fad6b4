import { installed } from '@knotwork/experiment';
import { quantiles } from '@knotwork/numerics';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { PRECISIONS, precisionsOf } from '../../lib/precisions.js';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { openStep, type StepCase, type StepSession } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import { type ReferenceShape, referenceShapes } from '../../lib/reference-shapes.js';

const HELP = `npm run -s bench -- contraction [--shapes B,C,F,G] [--widths 5,8,...] [--batch 256] [--basis b-spline,...] [--dtype float32,float64] [--rounds 9]

What native contractions save: a step of Adam with them beside one on WebAssembly alone, in turns in one process; and how far the losses are apart after
1,000 steps, where --losses is given.

  --shapes NAME,...  of tools/bench/peers/shapes.json (B,C,F,G)
  --widths N,...     in place of shapes: networks [4, N, N, 1]
  --batch N          rows of those (256)
  --basis NAME,...   any installed, as large per edge as a spline of degree 3 on the intervals of the shape (b-spline)
  --dtype T,...      float32, float64 (both)
  --rounds N         of a fifth of a second for each side; a round counts by its fastest step (9)
  --losses yes       compares losses after 1,000 steps too
`;

const NAMES = ['shapes', 'widths', 'batch', 'basis', 'dtype', 'rounds', 'losses'];
const SIDES = ['wasm', 'native'] as const;
const ROUND_MS = 200;
const WARM_STEPS = 30;
const STEPS = 1000;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '9', 1);
    const batch = wholeNumber('batch', options['batch'] ?? '256', 1);
    const shapes: readonly ReferenceShape[] = options['widths'] === undefined
      ? referenceShapes(options['shapes'] ?? 'B,C,F,G') : wholeNumbers('widths', options['widths']).map((n) => ({ name: `[4, ${n}, ${n}, 1]`, layers: [4, n, n, 1], batch, intervals: 5 }));
    const precisions = precisionsOf(options['dtype'] ?? PRECISIONS.join());
    const { catalog } = installed(await standardPackages());
    const bases = (options['basis'] ?? 'b-spline').split(',').map((name) => catalog.get('basis', name.trim()).name);
    const cases = shapes.flatMap(({ name, ...shape }) => bases.flatMap((basis) => precisions.map((precision) => ({ name, of: { ...shape, degree: 3, basis, precision } }))));
    const tick = progress(cases.length);
    const lines: string[][] = [];
    for (const { name, of } of cases) {
      lines.push([name, of.basis, of.precision, ...await compared(catalog, of, rounds, options['losses'] !== undefined)]);
      tick();
    }
    for (const line of table(['shape', 'basis', 'precision', 'wasm, ms', 'native, ms', 'native / wasm', 'from', 'to', `loss after ${STEPS} steps apart by`], lines)) process.stdout.write(`${line}\n`);
    process.stdout.write(`Medians of ${rounds} rounds, and the least and the largest ratio of a round.\n`);
    return 0;
  },
};

async function compared(catalog: Catalog, of: StepCase, rounds: number, withLosses: boolean): Promise<string[]> {
  const open = (contraction: string): Promise<StepSession> => openStep(catalog, { ...of, engine: { kind: 'native', precision: of.precision, contraction } });
  const sides = [await open(SIDES[0]), await open(SIDES[1])];
  try {
    const times = sides.map(() => [] as number[]);
    for (let round = -1; round < rounds; round++) {
      for (const [k, { step }] of sides.entries()) {
        const fastest = await roundOf(step, round < 0);
        if (round >= 0) times[k]!.push(fastest);
      }
    }
    const ratios = times[1]!.map((time, k) => time / times[0]![k]!);
    const median = (numbers: readonly number[]): number => quantiles(Float64Array.from(numbers), Float64Array.of(0.5))[0]!;
    return [digits(median(times[0]!)), digits(median(times[1]!)), median(ratios).toFixed(2), Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2), withLosses ? await lossesApart(open) : '-'];
  } finally {
    for (const side of sides) await side.dispose();
  }
}

/** @returns milliseconds of the fastest step */
async function roundOf(step: StepSession['step'], isWarm: boolean): Promise<number> {
  let fastest = Infinity;
  const from = performance.now();
  for (let n = 0; performance.now() - from < ROUND_MS || (isWarm && n < WARM_STEPS); n++) {
    const before = performance.now();
    await step();
    fastest = Math.min(fastest, performance.now() - before);
  }
  return fastest;
}

/** How far two networks of one start are apart after so many steps, relative to the loss. */
async function lossesApart(open: (contraction: string) => Promise<StepSession>): Promise<string> {
  const losses: number[] = [];
  for (const side of SIDES) {
    const session = await open(side);
    let loss = NaN;
    try {
      for (let k = 0; k <= STEPS; k++) loss = await session.step();
    } catch (error) {
      if (!isKnotworkError(error)) throw error;
      return error.code;
    } finally {
      await session.dispose();
    }
    losses.push(loss);
  }
  return digits(Math.abs(losses[1]! - losses[0]!) / Math.abs(losses[0]!));
}
