import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { installed } from '@knotwork/experiment';
import { median, quantiles } from '@knotwork/numerics';
import { THREADS } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { precisionsOf } from '../../lib/precisions.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { referenceShapes } from '../../lib/reference-shapes.js';
import type { Study } from '../../lib/study.js';
import type { StepCase } from '../../lib/step-session.js';
import { hasSameLosses, turns } from '../../lib/step-turns.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- builds OLD.node NEW.node [...] [--shapes C,G] [--basis b-spline] [--dtype float64,float32] [--rounds 24]

Steps of Adam with several builds of the native contractions, in turns, in a process each with one thread: each beside the first, and double beside single precision. Turns tell a few
percent where others use the machine as well, which whole runs of the study shapes do not.

  FILES              as npm run contraction -- --no-install writes them (dist/contraction/.../contraction.node): keep a copy of each
  --shapes NAME,...  of tools/bench/peers/shapes.json (C,G)
  --basis NAME       any installed, as large per edge as a spline of degree 3 on the intervals of the shape (b-spline)
  --dtype T,...      float64, float32 (both)
  --rounds N         of some steps for each build; a round counts by its typical step (24)
`;

const NAMES = ['shapes', 'basis', 'dtype', 'rounds'];
/** Names the file of native contractions that a process takes. */
const NATIVE = 'KNOTWORK_NATIVE';
/** Steps of a round take about so many milliseconds. */
const ROUND_MS = 80;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length === 0 || overrides.length > 0) throw new UsageError('One build or more must be given, such as old.node dist/contraction/linux-x64-gnu/contraction.node.');
    for (const file of files) if (!existsSync(file)) throw new UsageError(`There is no file ${file}. Build one with npm run contraction -- --no-install.`);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '24', 1);
    const basis = installed(await standardPackages()).catalog.get('basis', options['basis'] ?? 'b-spline').name;
    const precisions = precisionsOf(options['dtype'] ?? 'float64,float32');
    const shapes = referenceShapes(options['shapes'] ?? 'C,G');
    const tick = progress(shapes.length);
    const lines: string[][] = [];
    const beside: string[][] = [];
    for (const { name, ...shape } of shapes) {
      const cases = precisions.map((precision): StepCase => ({ ...shape, degree: 3, basis, precision, engine: { kind: 'native', precision, contraction: 'native' } }));
      const sides = cases.flatMap((of) => files.map((file) => ({ of, variables: { [NATIVE]: resolve(file), [THREADS]: '1' } })));
      const all = await turns(sides, { rounds, milliseconds: ROUND_MS });
      cases.forEach(({ precision }, c) => files.forEach((file, f) => {
        const [own, first] = [all[c * files.length + f]!, all[c * files.length]!];
        lines.push([name, precision, file, digits(median(own.map(({ typical }) => typical))), ...quartiles(own.map(({ typical }, round) => typical / first[round]!.typical)), hasSameLosses(own, first) ? 'yes' : 'NO']);
      }));
      const [double, single] = [precisions.indexOf('float64'), precisions.indexOf('float32')];
      if (double >= 0 && single >= 0) files.forEach((file, f) => beside.push([name, file, ...quartiles(all[double * files.length + f]!.map(({ typical }, round) => typical / all[single * files.length + f]![round]!.typical))]));
      tick();
    }
    for (const line of table(['shape', 'precision', 'build', 'ms', 'times the first', 'from', 'to', 'the same bits'], lines)) process.stdout.write(`${line}\n`);
    if (beside.length > 0) for (const line of ['', ...table(['shape', 'build', 'double over single', 'from', 'to'], beside)]) process.stdout.write(`${line}\n`);
    process.stdout.write(`\nMedians of ${rounds} rounds, and their middle half.\n`);
    return 0;
  },
};

/** Median, and first and third quartile. */
function quartiles(values: readonly number[]): string[] {
  return Array.from(quantiles(Float64Array.from(values), Float64Array.of(0.5, 0.25, 0.75)), (value) => value.toFixed(2));
}
