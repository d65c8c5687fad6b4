import { installed } from '@knotwork/experiment';
import { median } from '@knotwork/numerics';
import { THREADS } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { precisionsOf } from '../../lib/precisions.js';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { referenceShapes } from '../../lib/reference-shapes.js';
import type { StepCase } from '../../lib/step-session.js';
import { hasSameLosses, turns } from '../../lib/step-turns.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- threads [--shapes F,G] [--threads 1,2] [--contraction wasm,native] [--basis b-spline] [--dtype float32] [--rounds 7]

What threads save: a step of Adam of the native engine with so many threads beside one with the first number of them, in turns, in a process each; and whether losses are the
same to the last bit.

  --shapes NAME,...  of tools/bench/peers/shapes.json (F,G)
  --threads N,...    the first is what others are compared with (1,2)
  --contraction X,.. wasm, native (both)
  --basis NAME       any installed, as large per edge as a spline of degree 3 on the intervals of the shape (b-spline)
  --dtype T,...      float32, float64 (float32)
  --rounds N         of some steps for each side; a round counts by its fastest step (7)
`;

const NAMES = ['shapes', 'threads', 'contraction', 'basis', 'dtype', 'rounds'];
/** Steps of a round take about so many milliseconds. */
const ROUND_MS = 300;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '7', 1);
    const threads = wholeNumbers('threads', options['threads'] ?? '1,2');
    const contractions = (options['contraction'] ?? 'wasm,native').split(',').map((name) => name.trim());
    if (contractions.some((name) => name !== 'wasm' && name !== 'native')) throw new UsageError('--contraction must be wasm, native or both with a comma between them.');
    // Refused here, and not by every side.
    const basis = installed(await standardPackages()).catalog.get('basis', options['basis'] ?? 'b-spline').name;
    const cases = referenceShapes(options['shapes'] ?? 'F,G').flatMap(({ name, ...shape }) => precisionsOf(options['dtype'] ?? 'float32').flatMap((precision) => contractions.map((contraction) => ({
      name, contraction, of: { ...shape, degree: 3, basis, precision, engine: { kind: 'native', precision, contraction } } satisfies StepCase,
    }))));
    const tick = progress(cases.length);
    const lines: string[][] = [];
    for (const { name, contraction, of } of cases) {
      lines.push(...(await compared(of, threads, rounds)).map((line) => [name, of.precision, contraction, ...line]));
      tick();
    }
    for (const line of table(['shape', 'precision', 'contraction', 'threads', 'ms', `times as fast as ${threads[0]!}`, 'from', 'to', 'the same bits'], lines)) process.stdout.write(`${line}\n`);
    process.stdout.write(`Medians of ${rounds} rounds, and the least and the largest ratio of a round.\n`);
    return 0;
  },
};

/** @returns a line for every number of threads */
async function compared(of: StepCase, threads: readonly number[], rounds: number): Promise<string[][]> {
  const all = await turns(threads.map((count) => ({ of, variables: { [THREADS]: String(count) } })), { rounds, milliseconds: ROUND_MS });
  return threads.map((count, k) => {
    const ratios = all[k]!.map(({ fastest }, round) => all[0]![round]!.fastest / fastest);
    return [String(count), digits(median(all[k]!.map(({ fastest }) => fastest))), median(ratios).toFixed(2), Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2), hasSameLosses(all[k]!, all[0]!) ? 'yes' : 'NO'];
  });
}
