import { installed } from '@knotwork/experiment';
import { median } from '@knotwork/numerics';
import { type Catalog, isKnotworkError, type PluginUse } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { PRECISIONS, precisionsOf } from '../../lib/precisions.js';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { openStep, type StepCase, type StepSession } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';
import { type ReferenceShape, referenceShapes } from '../../lib/reference-shapes.js';

const HELP = `npm run -s bench -- contraction [--shapes B,C,F,G] [--widths 5,8,...] [--batch 256] [--intervals 5] [--basis b-spline,...] [--dtype float32,float64] [--rounds 9]

What native contractions save: a step of Adam with them beside one on WebAssembly alone, in turns in one process; and how far losses are apart after
some steps, where --losses is given: of both, and of WebAssembly and the engine "reference" where --reference is given, too, which is slow.

  --shapes NAME,...  of tools/bench/peers/shapes.json (B,C,F,G)
  --widths N,...     in place of shapes: networks [4, N, N, 1]
  --batch N          rows of those (256)
  --intervals N      of those (5)
  --basis NAME,...   any installed, as large per edge as a spline of degree 3 on the intervals of the shape (b-spline)
  --dtype T,...      float32, float64 (both)
  --rounds N         of a fifth of a second for each side; a round counts by its fastest step (9)
  --losses N         compares losses after N steps, too
  --reference yes    those of the engine "reference" as well, which is always in double precision
`;

const NAMES = ['shapes', 'widths', 'batch', 'intervals', 'basis', 'dtype', 'rounds', 'losses', 'reference'];
const SIDES = ['wasm', 'native'] as const;
const ROUND_MS = 200;
const WARM_STEPS = 30;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '9', 1);
    const steps = options['losses'] === undefined ? null : wholeNumber('losses', options['losses'], 1);
    const withReference = options['reference'] !== undefined;
    if (withReference && steps === null) throw new UsageError('--reference compares losses: say after how many steps, such as --losses 600.');
    const batch = wholeNumber('batch', options['batch'] ?? '256', 1);
    const intervals = wholeNumber('intervals', options['intervals'] ?? '5', 1);
    const shapes: readonly ReferenceShape[] = options['widths'] === undefined
      ? referenceShapes(options['shapes'] ?? 'B,C,F,G') : wholeNumbers('widths', options['widths']).map((n) => ({ name: `[4, ${n}, ${n}, 1]`, layers: [4, n, n, 1], batch, intervals }));
    const precisions = precisionsOf(options['dtype'] ?? PRECISIONS.join());
    const { catalog } = installed(await standardPackages());
    const bases = (options['basis'] ?? 'b-spline').split(',').map((name) => catalog.get('basis', name.trim()).name);
    const cases = shapes.flatMap(({ name, ...shape }) => bases.flatMap((basis) => precisions.map((precision) => ({ name, of: { ...shape, degree: 3, basis, precision } }))));
    const tick = progress(cases.length);
    const lines: string[][] = [];
    for (const { name, of } of cases) {
      lines.push([name, of.basis, of.precision, ...await compared(catalog, of, rounds, steps, withReference)]);
      tick();
    }
    for (const line of table(['shape', 'basis', 'precision', 'wasm, ms', 'native, ms', 'native / wasm', 'from', 'to', ...(steps === null ? [] : [`loss after ${steps} steps apart by`, ...(withReference ? ['reference and wasm'] : [])])], lines)) process.stdout.write(`${line}\n`);
    process.stdout.write(`Medians of ${rounds} rounds, and the least and the largest ratio of a round.\n`);
    return 0;
  },
};

async function compared(catalog: Catalog, of: StepCase, rounds: number, steps: number | null, withReference: boolean): Promise<string[]> {
  const open = (engine: PluginUse): Promise<StepSession> => openStep(catalog, { ...of, engine });
  const [wasm, native] = SIDES.map((contraction): PluginUse => ({ kind: 'native', precision: of.precision, contraction })) as [PluginUse, PluginUse];
  const sides = [await open(wasm), await open(native)];
  try {
    const times = sides.map(() => [] as number[]);
    for (let round = -1; round < rounds; round++) {
      for (const [k, { step }] of sides.entries()) {
        const fastest = await roundOf(step, round < 0);
        if (round >= 0) times[k]!.push(fastest);
      }
    }
    const ratios = times[1]!.map((time, k) => time / times[0]![k]!);
    return [digits(median(times[0]!)), digits(median(times[1]!)), median(ratios).toFixed(2), Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2), ...(steps === null ? [] : await lossesApart(open, [wasm, native, ...(withReference ? [{ kind: 'reference' }] : [])], steps))];
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

/** How far the losses of networks of one start are apart after so many steps, relative to those of the first engine: of each other one. */
async function lossesApart(open: (engine: PluginUse) => Promise<StepSession>, engines: readonly PluginUse[], steps: number): Promise<string[]> {
  const losses = [];
  for (const engine of engines) losses.push(await lossAfter(await open(engine), steps));
  const [first, ...others] = losses as [number, ...number[]];
  return others.map((loss) => digits(Math.abs(loss - first) / Math.abs(first)));
}

/** @returns NaN where some loss is not finite */
async function lossAfter(session: StepSession, steps: number): Promise<number> {
  try {
    let loss = NaN;
    for (let k = 0; k <= steps; k++) loss = await session.step();
    return loss;
  } catch (error) {
    if (!isKnotworkError(error)) throw error;
    return NaN;
  } finally {
    await session.dispose();
  }
}
