import { readdirSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKnotwork } from '../../lib/knotwork-command.js';
import { readCommandLine, seedsAndJobs, UsageError } from '../../lib/program.js';
import { reportedRuns } from '../../lib/reported-runs.js';
import type { Study } from '../../lib/study.js';
import { type EngineRun, engineRunsReport } from './report.js';

const HELP = `npm run -s bench -- engine-runs [FILE ...] [--engines tfjs:wasm,tfjs:tfjs-node] [--seeds 5] [--from 1] [--jobs 2] [--json FILE]

Whole commands by several engines, seed by seed beside the native engine in single precision: the test error after the first stage and at the
end (RMSE, or the mean loss of classes), as ratios within a seed. Without files: all experiment files in examples/.

  --engines A,B  NAME, or NAME:BACKEND (tfjs:wasm,tfjs:tfjs-node)
  --seeds N      how many seeds (5)
  --from K       the first of them (1)
  --jobs N       runs at a time (2)
  --json FILE    keeps what came of every run

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

const BASELINE = 'native float32';
const EXAMPLES = 'examples';

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['engines', 'seeds', 'from', 'jobs', 'json']);
    const { seeds, jobs } = seedsAndJobs(options, 5);
    const engines = [{ name: BASELINE, engine: '{kind: native, precision: float32}' }, ...(options['engines'] ?? 'tfjs:wasm,tfjs:tfjs-node').split(',').map(readEngine)];
    const all = files.length > 0 ? files : readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml')).map((name) => join(EXAMPLES, name));
    const wanted = all.flatMap((file) => seeds.flatMap((seed) => engines.map(({ name, engine }) => ({ file, seed, name, overrides: [...overrides, `engine=${engine}`, `seed=${seed}`] }))));
    const runs = await reportedRuns(wanted, jobs, options['json'], async ({ file, seed, name, overrides: own }) => ({ file, seed, engine: name, ...await oneRun(file, own) }));
    for (const line of engineRunsReport(runs, BASELINE)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};

function readEngine(text: string): { readonly name: string; readonly engine: string } {
  const [kind, backend, ...rest] = text.trim().split(':');
  if (kind === undefined || kind === '' || rest.length > 0) throw new UsageError(`--engines must be NAME or NAME:BACKEND with commas between them; got "${text}".`);
  return backend === undefined ? { name: kind, engine: `{kind: ${kind}}` } : { name: `${kind} ${backend}`, engine: `{kind: ${kind}, backend: ${backend}}` };
}

interface Measured { readonly test?: Readonly<Record<string, number | null>> | null }

async function oneRun(file: string, overrides: readonly string[]): Promise<Pick<EngineRun, 'first' | 'last' | 'seconds' | 'failure'>> {
  const temporary = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
  try {
    const out = join(temporary, 'run');
    const { status, stdout, stderr } = await runKnotwork(['run', file, ...overrides, '--out', out, '--json', '--quiet']);
    if (status !== 0) return { first: Infinity, last: Infinity, seconds: 0, failure: stderr.trim().split('\n')[0] || `the command ended with status ${status}` };
    const { metrics, stages } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { readonly metrics: Measured; readonly stages: readonly { readonly metrics: Measured }[] };
    const { seconds } = JSON.parse(readFileSync(join(out, 'timing.json'), 'utf8')) as { seconds: number };
    const error = ({ test }: Measured): number => test?.['rmse'] ?? test?.['loss'] ?? Infinity;
    return { first: error(stages[0]!.metrics), last: error(metrics), seconds, failure: null };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
