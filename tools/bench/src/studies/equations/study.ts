import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IRRELEVANT, trainingRows } from '../../equations/drawn-rows.js';
import { formText } from '../../equations/form-text.js';
import { mapConstants } from '../../equations/form-expression.js';
import { type Judge, judgeOf } from '../../equations/judge.js';
import { normalForm } from '../../equations/normal-form.js';
import { type Problem, readSuite, type Suite } from '../../equations/problems.js';
import { appendLine } from '../../lib/json-lines.js';
import { hasProcessorTime } from '../../lib/processor-time.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { findFormula, type Method, METHODS, TIME_KINDS } from './methods.js';
import { keyText, readRecords, type RunKey, type RunRecord } from './records.js';
import { equationsReport } from './report.js';

const HELP = `npm run -s bench -- equations --method METHOD --out FILE [--python PATH] [--half tuning] [--set all] [--noise 0] [--seeds 3] [--irrelevant 0] [--limit N] [--seconds 60] [--time clock]

Lets a method look for the equations of the suite (tools/bench/data/equations) in rows drawn from them, one run at a time, in a process and on a thread of its own,
and judges what it found. A line of JSON is added to a file after every run; runs that are in the file are not run again, so that it goes on where it was stopped.

  --method M       knotwork, gplearn or pyoperon
  --python PATH    for gplearn and pyoperon: a Python with the packages of tools/bench/peers/requirements-equations.txt
  --out FILE       lines of results, one for every run; the same file may hold those of several methods
  --half HALF      tuning: what methods may be improved on; held: what must not be looked at until they are done (tuning)
  --set a,b        nguyen, keijzer, kan, feynman, srsd or all (all)
  --problems a,b   only these, by id
  --noise a,b      of the target, as a share of its standard deviation: 0,1e-3,1e-2 (0)
  --seeds N        rows and method begin with 0 to N - 1 (3)
  --irrelevant N   0, or 2: two more inputs that the equation does not read (0)
  --limit N        only the first N problems
  --seconds S      that a method is given for each run (60)
  --time KIND      what these seconds are: clock, or processor, the processor time of its process and what it starts, for a machine that has other work (clock)
  --report a,b     runs nothing: prints the tables of these files
  --check HALVES   runs no method: judges the equations themselves with their constants off by 1 %, of tuning, held or all

Exit status: 0 all ran, 1 some runs failed or a check did, 2 the command is wrong.
`;

const OPTIONS = ['method', 'python', 'out', 'half', 'set', 'problems', 'noise', 'seeds', 'irrelevant', 'limit', 'seconds', 'time', 'report', 'check'];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, OPTIONS);
    const odd = [...files, ...overrides][0];
    if (odd !== undefined) throw new UsageError(`There is no file to name and nothing to override; got ${odd}. --help says what there is.`);
    if (options['report'] !== undefined) return print(equationsReport(options['report'].split(',').flatMap(readRecords)));
    const suite = readSuite();
    if (options['check'] !== undefined) return check(suite.problems.filter(inHalf(oneOf('check', options['check'], ['tuning', 'held', 'all']))));
    const method = oneOf('method', options['method'] ?? '', METHODS);
    const path = options['out'];
    if (path === undefined) throw new UsageError('--out FILE must be given: a line is added to it after every run.');
    const failed = await runAll(suite, plannedRuns(suite, method, options), path, options['python']);
    print(equationsReport(readRecords(path)));
    return failed ? 1 : 0;
  },
};

/** Runs that the words on the command line ask for, problem by problem. */
function plannedRuns({ problems }: Suite, method: Method, options: Readonly<Record<string, string>>): RunKey[] {
  const half = oneOf('half', options['half'] ?? 'tuning', ['tuning', 'held']);
  const sets = [...new Set(problems.map(({ set }) => set))];
  const wanted = options['set'] === undefined || options['set'] === 'all' ? sets : options['set'].split(',').map((set) => oneOf('set', set, sets));
  const ids = options['problems']?.split(',').map((id) => oneOf('problems', id, problems.filter(inHalf(half)).map((problem) => problem.id)));
  const noises = (options['noise'] ?? '0').split(',').map((text) => {
    const noise = text.trim() === '' ? NaN : Number(text);
    if (!(noise >= 0 && noise < Infinity)) throw new UsageError(`--noise must be numbers of at least 0 with commas between them, such as 0,1e-3,1e-2; got "${text}".`);
    return noise;
  });
  const irrelevant = Number(oneOf('irrelevant', options['irrelevant'] ?? '0', ['0', String(IRRELEVANT.length)]));
  const [count, seconds] = [wholeNumber('seeds', options['seeds'] ?? '3', 1), wholeNumber('seconds', options['seconds'] ?? '60', 1)];
  const time = oneOf('time', options['time'] ?? 'clock', TIME_KINDS);
  if (time === 'processor' && !hasProcessorTime) throw new UsageError('--time processor reads /proc, which only Linux has. Leave --time out.');
  const chosen = problems.filter(inHalf(half)).filter(({ set, id }) => wanted.includes(set) && (ids === undefined || ids.includes(id)));
  return chosen.slice(0, options['limit'] === undefined ? chosen.length : wholeNumber('limit', options['limit'], 1)).flatMap(({ id }) =>
    noises.flatMap((noise) => Array.from({ length: count }, (_, seed) => ({ method, problem: id, noise, seed, irrelevant, limit: seconds, time }))));
}

/** @returns whether a run failed */
async function runAll({ problems, functions, rows }: Suite, planned: readonly RunKey[], path: string, python: string | undefined): Promise<boolean> {
  const done = readRecords(path);
  const stale = done.find(({ problem, truth }) => problems.find(({ id }) => id === problem)?.formula !== truth);
  if (stale !== undefined) throw new UsageError(`${path} has results of another suite: ${stale.problem} was ${stale.truth}. Name another file.`);
  const known = new Set(done.map(keyText));
  const left = planned.filter((key) => !known.has(keyText(key)));
  const tick = progress(left.length);
  let failed = false;
  const court: { id?: string; judge?: Judge } = {};
  for (const key of left) {
    const problem = problems.find(({ id }) => id === key.problem)!;
    const found = await inTable(problem, key, rows, (table) => findFormula(key.method, { table, functions, seconds: key.limit, time: key.time, seed: key.seed }, python));
    // Rows of a judge take longer to draw than most formulas to judge.
    if (court.id !== problem.id) Object.assign(court, { id: problem.id, judge: judgeOf(problem) });
    const { set, half, formula: truth } = problem;
    const record: RunRecord = { ...key, set, half, truth, ...found, verdict: court.judge!.judge(found.formula) };
    appendLine(path, record);
    failed ||= found.failure !== null;
    tick();
  }
  return failed;
}

/** Writes the rows of a run as a table, and deletes it afterwards. */
async function inTable<T>(problem: Problem, { seed, noise, irrelevant }: RunKey, count: number, use: (table: string) => Promise<T>): Promise<T> {
  const { columns, target } = trainingRows(problem, seed, noise, count);
  const names = [...problem.inputs.map(({ name }) => name), ...IRRELEVANT.slice(0, irrelevant)];
  const lines = Array.from(target, (y, i) => [...names.map((name) => columns[name]![i]!), y].join(','));
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-equations-'));
  try {
    const table = join(folder, 'rows.csv');
    writeFileSync(table, [[...names, 'y'].join(','), ...lines, ''].join('\n'));
    return await use(table);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the judge knows the truth when it sees it. */
function check(problems: readonly Problem[]): number {
  const tick = progress(problems.length);
  const rejected = problems.flatMap((problem) => {
    let sign = -1;
    const off = formText(mapConstants(normalForm(problem.formula), (value) => value * (1 + 0.01 * (sign = -sign))));
    const judge = judgeOf(problem);
    const reasons = [problem.formula, off].flatMap((text) => judge.judge(text).reasons);
    tick();
    return reasons.map((reason) => `${problem.id}: ${reason}`);
  });
  print([...rejected, `${problems.length} equations, each as it stands and with its constants off by 1 %: ${rejected.length === 0 ? 'all recovered' : `${rejected.length} not recovered`}`]);
  return rejected.length === 0 ? 0 : 1;
}

const inHalf = (half: string) => (problem: Problem): boolean => half === 'all' || problem.half === half;

function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  const known = values.find((name) => name === value);
  if (known === undefined) throw new UsageError(`--${option} must be ${values.length > 8 ? 'the id of a problem of this half' : values.join(', ')}; got "${value}".`);
  return known;
}

function print(lines: readonly string[]): number {
  for (const line of lines) process.stdout.write(`${line}\n`);
  return 0;
}
