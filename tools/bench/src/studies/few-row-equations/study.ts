import { didYouMean } from '@knotwork/plugin';
import { inParallel } from '../../lib/in-parallel.js';
import { equationOfTable } from '../../lib/equation-of-table.js';
import { appendLine, readLines } from '../../lib/json-lines.js';
import { optionsAlone, seedsAndJobs, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { CASES, type FewRowCase, GROUPS } from './cases.js';
import { fewRowTable } from './few-row-table.js';
import { type FewRowRun, fewRowReport } from './report.js';
import { verdictOf } from './verdict.js';

const HELP = `npm run -s bench -- few-row-equations [--cases laws,jump] [--seeds 2] [--from 1] [--jobs 2] [--out FILE]

What "knotwork equation" makes of tables as experimenters have them: 8 to 80 rows, one to five columns, noise, slips, copies of rows, -999 for what is missing, or nothing to find.
Each table is drawn anew for every seed.

${GROUPS.map((group) => `${group}\n${Object.entries(CASES).filter(([, one]) => one.group === group).map(([name, one]) => `  ${name.padEnd(38)}${aboutCase(one)}`).join('\n')}`).join('\n\n')}

right: by the judge of the study equations the equation is the law once its constants are fitted again, in no more than 1.5 times as many nodes. Where there is no law: there is no equation; beside a jump or a kink
also one with a caution. wrong without a word: an equation that is not right, with no caution, of a table of which nothing wrong was named.
named: the line of the slip, the number of copies, the column with -999. accused wrongly: tables of which something else was said to be so.
of noise, of spread: RMSE of the equation as printed on fresh rows without noise, over the noise of the table and over the spread of the law. constants: largest relative error, where the form is right. All are medians.
seconds: median of the whole command, by the clock.

  --cases A,B  only these; names of cases or of groups
  --seeds N    how many (2), --from K the first of them (1)
  --jobs N     runs at a time (2)
  --out FILE   adds a line of JSON after every run; runs that are in the file are not run again

Exit status: 0 all runs ended, 1 some failed, 2 the command is wrong.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['cases', 'seeds', 'from', 'jobs', 'out']);
    const names = options['cases'] === undefined ? Object.keys(CASES) : casesIn(options['cases']);
    const { seeds, jobs } = seedsAndJobs({ from: '1', ...options }, 2);
    const { out } = options;
    const done = out === undefined ? [] : readLines<FewRowRun>(out, ({ of, verdict }) => of !== undefined && verdict !== undefined);
    const stale = done.find(({ name, of }) => JSON.stringify(CASES[name]) !== JSON.stringify(of));
    if (stale !== undefined) throw new UsageError(`${out} has results of other cases: "${stale.name}" was another. Name another file.`);
    const wanted = names.flatMap((name) => seeds.map((seed) => ({ name, seed })));
    const known = (name: string, seed: number): FewRowRun | undefined => done.find((run) => run.name === name && run.seed === seed);
    const tick = progress(wanted.length);
    const runs = await inParallel(wanted, jobs, async ({ name, seed }) => {
      const run = known(name, seed) ?? await runOf(name, CASES[name]!, seed);
      if (out !== undefined && known(name, seed) === undefined) appendLine(out, run);
      tick();
      return run;
    });
    for (const line of fewRowReport(runs)) process.stdout.write(`${line}\n`);
    return runs.some(({ failure }) => failure !== null) ? 1 : 0;
  },
};

async function runOf(name: string, of: FewRowCase, seed: number): Promise<FewRowRun> {
  const table = fewRowTable(name, of, seed);
  let said = '';
  const { text, reason, seconds, failure } = await equationOfTable(table, 'y', seed, (place) => { said = place.said; return Promise.resolve(); });
  return { name, seed, of, text, reason, seconds, failure, said, verdict: verdictOf(name, of, table, { text, said, failure }) };
}

/** Names of cases, and those of groups. @throws UsageError for what is neither */
function casesIn(text: string): string[] {
  return [...new Set(text.split(',').flatMap((name) => {
    if (Object.hasOwn(CASES, name)) return [name];
    const of = Object.keys(CASES).filter((one) => CASES[one]!.group === name);
    if (of.length === 0) throw new UsageError(`--cases must be names of cases or of the groups ${GROUPS.join(', ')}, with commas between them; got "${name}".${didYouMean(name, [...GROUPS, ...Object.keys(CASES)])} --help lists all.`);
    return of;
  }))];
}

function aboutCase({ formula, inputs, rows, noise, isInProportion, disturbance }: FewRowCase): string {
  const size = typeof rows === 'number' ? `${rows} rows` : rows.kind === 'factorial' ? `levels, ${rows.times} of each` : rows.kind;
  return `${formula ?? `noise, columns ${inputs.map(({ name }) => name).join(' ')}`}, ${size}${formula === null ? '' : `, noise ${noise}${isInProportion === true ? ' of each target' : ''}`}${disturbance === undefined || disturbance.kind === 'slip' ? '' : disturbance.kind === 'copies' ? `, each ${disturbance.times} times` : `, -999 in ${disturbance.cells} cells of ${disturbance.column}`}`;
}
