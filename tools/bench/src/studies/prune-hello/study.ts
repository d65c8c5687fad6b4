import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSeed } from '../../lib/child-run.js';
import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, refuseSeed, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { runTable } from '../../lib/table-run.js';
import { nullTable } from '../noise/null-table.js';
import { type Ended, pruneReport } from './report.js';
import { parts, type Task } from './tasks.js';

const HELP = `npm run -s bench -- prune-hello [--parts hello,noise,...] [--seeds n] [--from 1001] [--jobs 2] [path=value ...]

How often networks that are too large end as the smallest one that is known, by the stages sparsify, prune with eliminate, and extend-grid:
experiments/prune-hello.yaml, each run a command of its own, seconds with its start.

  hello    exp(sin(pi x1) + x2^2), [2, 5, 1] to the three edges of [2, 1, 1] (100 seeds)
  noise    the same with 1, 5 and 20 % noise on the targets (20 seeds, as below)
  bases    the same with other bases, without a ladder
  harder   two sums of squares in four inputs, [4, 4, 2, 1] to 7 edges; a product, [2, 2, 1], which needs its 6 edges; a rational function, to 3
  recipes  hello without the penalty, without the elimination, with the founding paper's penalties, and after smoothing that chooses itself
  nothing  300 rows in which nothing depends on anything, five inputs, [5, 5, 1]: no edge is to be left

  --parts A,B  only these
  --seeds N    how many seeds in every part
  --from K     the first of them (1001)
  --jobs N     runs at a time (2); seconds are only comparable at one setting
  path=value   changes the experiment files, before what a part changes

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

const FILE = fileURLToPath(new URL('../../../experiments/prune-hello.yaml', import.meta.url));
const NOTHING = 'nothing';
const ALL = [...Object.keys(parts), NOTHING];

interface ResultShape { readonly network: { readonly external: { readonly edges: number; readonly nodes: number } } }

const externalOf = (folder: string): ResultShape['network']['external'] => (JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as ResultShape).network.external;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['parts', 'seeds', 'from', 'jobs']);
    if (files.length > 0) throw new UsageError(`There is no file to name; got ${files.join(', ')}.`);
    refuseSeed(overrides, '--seeds and --from');
    const wanted = options['parts']?.split(',') ?? ALL;
    const unknown = wanted.find((part) => !ALL.includes(part));
    if (unknown !== undefined) throw new UsageError(`--parts must be of ${ALL.join(', ')} with commas between them; got "${unknown}".`);
    let failures = 0;
    for (const part of wanted) {
      const { seeds, jobs } = seedsAndJobs({ from: '1001', ...options }, part === 'hello' ? 100 : 20);
      const tasks: readonly Task[] = part === NOTHING ? [{ name: 'nothing', overrides: [], smallest: { edges: 0, nodes: 6 } }] : parts[part]!;
      const tick = progress(seeds.length * tasks.length);
      const all = tasks.flatMap((task) => seeds.map((seed) => ({ task, seed })));
      const runs = await inParallel(all, jobs, async ({ task, seed }) => {
        const ended = part === NOTHING ? await runNothing(overrides, seed) : await runTask(task, overrides, seed);
        tick();
        return ended;
      });
      failures += runs.filter(({ failure }) => failure !== null).length;
      const results = tasks.map((task, t) => ({ task, runs: runs.slice(t * seeds.length, (t + 1) * seeds.length) }));
      process.stdout.write([part, '', ...pruneReport(results), '', ''].join('\n'));
    }
    return failures > 0 ? 1 : 0;
  },
};

async function runTask(task: Task, overrides: readonly string[], seed: number): Promise<Ended> {
  let external = { edges: 0, nodes: 0 };
  const began = performance.now();
  let seconds = 0;
  const { test, failure } = await runSeed({ file: FILE, overrides: [...overrides, ...task.overrides] }, seed, (folder) => {
    seconds = (performance.now() - began) / 1000;
    external = externalOf(folder);
  });
  return { ...external, rmse: test, seconds, failure };
}

/** Inputs and outputs are nodes whether they have edges or not. */
async function runNothing(overrides: readonly string[], seed: number): Promise<Ended> {
  const { run: { value, seconds, failure }, beside } = await runTable(
    nullTable(seed, 300, 1000), ['stages=[sparsify, {kind: prune, eliminate: true}]', `seed=${seed}`, ...overrides], (folder) => Promise.resolve(externalOf(join(folder, 'run'))),
  );
  return { ...beside, rmse: value, seconds, failure };
}
