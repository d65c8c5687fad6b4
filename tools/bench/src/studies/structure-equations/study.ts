import { fileURLToPath } from 'node:url';
import { randomStream } from '@knotwork/numerics';
import { drawRows, trainingRows } from '../../equations/drawn-rows.js';
import { relativeErrorOf } from '../../equations/fit-constants.js';
import { EXACT, judgeOf } from '../../equations/judge.js';
import { normalForm } from '../../equations/normal-form.js';
import { runSeed } from '../../lib/child-run.js';
import { equationOfTable } from '../../lib/equation-of-table.js';
import { readCommandLine, seedsAndJobs, UsageError } from '../../lib/program.js';
import { reportedRuns } from '../../lib/reported-runs.js';
import type { Study } from '../../lib/study.js';
import { CASES, type StructureCase } from './cases.js';
import { type StructureRun, structureReport } from './report.js';

const FILE = fileURLToPath(new URL('../../../../../examples/equation.yaml', import.meta.url));
/** Rows of which a case tells how many there are. */
const FEW = 100;
const HELP = `npm run -s bench -- structure-equations [--cases ${Object.keys(CASES).slice(0, 2).join(',')}] [--seeds 10] [--from 1] [--jobs 2] [--json FILE]

How often "knotwork equation" finds formulas whose inputs multiply or act together, that are made of two functions of one input, or that are laws in few rows, each from a table of its own, drawn anew for every seed, without noise where none is told:

${Object.entries(CASES).map(([name, { problem: { formula }, rows, noise, isInProportion, widths }]) => `  ${name.padEnd(25)}${formula}${rows > FEW && noise === 0 ? '' : `, ${rows} rows, noise ${noise}${isInProportion === true ? ' of each target' : ''}`}${widths === undefined ? '' : `, from a network of sums of widths ${widths.join(', ')}, by the recipe of examples/equation.yaml`}`).join('\n')}

exact: the formula, as it is printed, is the truth on fresh rows, to ${EXACT} of its spread, in whatever form. recovered: by the judge of the study equations it is the truth once its constants are
fitted again, also beyond the range of the rows, in no more than 1.5 times as many nodes, and no part of it can go.
no equation: the command says that there is none, or fails. seconds: median of the whole command, by the clock.

  --cases A,B  only these
  --seeds N    how many (10), --from K the first of them (1)
  --jobs N     runs at a time (2)
  --json FILE  writes what came of every run, after each

Exit status: 0 all runs ended, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['cases', 'seeds', 'from', 'jobs', 'json']);
    if (files.length + overrides.length > 0) throw new UsageError(`Only options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const names = options['cases']?.split(',') ?? Object.keys(CASES);
    const unknown = names.find((name) => !Object.hasOwn(CASES, name));
    if (unknown !== undefined) throw new UsageError(`--cases must be of ${Object.keys(CASES).join(', ')} with commas between them; got "${unknown}".`);
    const { seeds, jobs } = seedsAndJobs({ from: '1', ...options }, 10);
    const wanted = names.flatMap((name) => seeds.map((seed) => ({ name, seed })));
    const runs = await reportedRuns(wanted, jobs, options['json'], ({ name, seed }) => runOf(name, CASES[name]!, seed));
    for (const line of structureReport(runs)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

async function runOf(name: string, wanted: StructureCase, seed: number): Promise<StructureRun> {
  const { problem } = wanted;
  const { text, seconds, failure } = wanted.widths === undefined ? await fromTable(wanted, seed) : await fromSums(problem.formula, wanted.widths, seed);
  const { recovered } = judgeOf(problem).judge(text);
  const isExact = text !== null && relativeErrorOf(normalForm(text), drawRows(problem, randomStream(seed, 'as printed'), 10_000)) < EXACT;
  return { name, formula: problem.formula, seed, text, isRecovered: recovered, isExact, seconds, failure };
}

type Found = Pick<StructureRun, 'text' | 'seconds' | 'failure'>;

async function fromTable({ problem, rows: count, noise, isInProportion }: StructureCase, seed: number): Promise<Found> {
  const { columns, target } = trainingRows(problem, seed, noise, count, isInProportion);
  const names = problem.inputs.map(({ name }) => name);
  const { text, reason, seconds, failure } = await equationOfTable({ header: [...names, 'y'], rows: Array.from(target, (y, n) => [...names.map((name) => String(columns[name]![n]!)), String(y)]) }, 'y', seed);
  return { text, seconds, failure: failure ?? reason };
}

async function fromSums(formula: string, widths: readonly number[], seed: number): Promise<Found> {
  const { formula: text, seconds, failure } = await runSeed({ file: FILE, overrides: [`dataset.expression=${formula}`, `network.widths=[${widths.join(', ')}]`] }, seed);
  return { text: text?.replace(/^y = /, '') ?? null, seconds, failure: failure ?? (text === undefined ? 'some edges are curves' : null) };
}
