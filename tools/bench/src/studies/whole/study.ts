import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knotworkCommand, runProgram } from '../../lib/knotwork-command.js';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type WholeRun, wholeReport } from './report.js';

const HELP = `npm run -s bench -- whole [--rows 80000] [--batch 256] [--steps 1565] [--hello 5000] [--repeats 5]

What whole commands take, "knotwork run" from its start to its end, by the grid strategy of a first-order optimizer: one
that is named fixed, the default, moving and quantile. Two experiments: a network of widths 10, 32, 1 on many rows in batches,
and examples/hello-kan.yaml on all of its rows, both with Adam, one start, and validation every ten steps as by default.

  --rows N     training rows of the first experiment (80000)
  --batch N    rows per step of it (256)
  --steps N    steps of it (1565, five epochs)
  --hello N    steps of the second (5000)
  --repeats N  how often each is run, all sides in turn (5)

Seconds are medians, by the clock and of the processor; "x" is the ratio to fixed grids. A step is the whole command divided by
the steps: reading, compiling, validation and writing are in it. The last column is the test RMSE in the units of the targets.
`;

const SIDES: readonly { readonly name: string; readonly grid: readonly string[] }[] = [
  { name: 'fixed', grid: ['stages.0.grid=fixed'] }, { name: 'default', grid: [] },
  { name: 'moving', grid: ['stages.0.grid=moving'] }, { name: 'quantile', grid: ['stages.0.grid=quantile'] },
];

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['rows', 'batch', 'steps', 'hello', 'repeats']);
    const whole = (name: string, standard: number): number => wholeNumber(name, options[name] ?? String(standard), 1);
    const [rows, batch, steps, hello, repeats] = [whole('rows', 80_000), whole('batch', 256), whole('steps', 1565), whole('hello', 5000), whole('repeats', 5)];
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const file = join(folder, 'rows.yaml');
      writeFileSync(file, JSON.stringify(manyRows(rows, batch, steps)));
      const experiments = [
        { name: `${rows} rows, batches of ${batch}`, steps, line: [file] },
        { name: 'hello-kan, all rows', steps: hello, line: ['examples/hello-kan.yaml', `stages=[${JSON.stringify(fitting(hello))}]`] },
      ];
      const sides = experiments.flatMap((experiment) => SIDES.map(({ name, grid }) => ({ experiment: experiment.name, steps: experiment.steps, name, line: [...experiment.line, ...grid], runs: [] as WholeRun[] })));
      const tick = progress(repeats * sides.length);
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const { line, runs } of sides) {
          runs.push(await wholeRun(line, join(folder, 'run')));
          tick();
        }
      }
      for (const line of wholeReport(sides)) process.stdout.write(`${line}\n`);
      return 0;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const fitting = (steps: number) => ({ kind: 'fit', optimizer: 'adam', starts: { count: 1, steps: 1 }, steps, stop: 'none' });

function manyRows(rows: number, batch: number, steps: number) {
  return {
    knotwork: 1, name: 'whole', seed: 1,
    dataset: { kind: 'expression', expression: 'sin(x1 + x2) + x3 * x4 + x5^2 + sin(pi * x6) * x7 + x8 - x9 * x10', samples: { train: rows, validation: 1000, test: 1000 } },
    network: { widths: [10, 32, 1] }, stages: [{ ...fitting(steps), batch }],
  };
}

/** Prints what the processor did for a process, when that ends. */
const PROCESSOR = `data:text/javascript,${encodeURIComponent("process.on('exit', () => { const { userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write(String((userCPUTime + systemCPUTime) / 1e6)); });")}`;

async function wholeRun(line: readonly string[], out: string): Promise<WholeRun> {
  const from = performance.now();
  const { status, stderr } = await runProgram(process.execPath, ['--import', PROCESSOR, knotworkCommand, 'run', ...line, '--out', out, '--quiet']);
  const seconds = (performance.now() - from) / 1000;
  if (status !== 0) throw new UsageError(stderr.trim().replace(/^knotwork: /, '') || `the command ended with status ${status}`);
  const { metrics: { test: { rmse } } } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { metrics: { test: { rmse: number } } };
  rmSync(out, { recursive: true });
  return { seconds, processor: Number(stderr), rmse };
}
