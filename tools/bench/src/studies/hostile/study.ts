import { inParallel } from '../../lib/in-parallel.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { hostileCase } from './hostile-cases.js';
import { hostileReport, type Tried, type TriedRun } from './report.js';
import { runAccepted } from './run-accepted.js';
import { tryCase } from './try-case.js';
import { builtProgram, WatchedCommand } from './watched-command.js';

const HELP = `npm run -s bench -- hostile [--seed 0] [--count 5000] [--from 0] [--runs 60] [--jobs 2]

Experiment files, overrides, formulas and tables that are wrong: values and keys of every other sort and size, texts that were cut
or scrambled, tables that lie about themselves. Every one is checked by knotwork validate, and every fourth that is refused by run too. It
must be refused with status 2 and one message that names the place, or accepted where the damage makes no difference; within
2 s of work, without a word of a defect, and nothing may be written. Of those that are accepted some are run, and told to stop.

  --seed N   of the damage (0)
  --count N  how many files (5000)
  --from K   number of the first, to try one again (0)
  --runs N   how many of those that are accepted are run, 3 s at most each (60)
  --jobs N   processes at a time (2)

Exit status: 0 no fault was found, 1 some were, 2 the command is wrong. npm run build first.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['seed', 'count', 'from', 'runs', 'jobs']);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const number = (name: string, standard: number, least: number): number => wholeNumber(name, options[name] ?? String(standard), least);
    const [seed, count, from, runs, jobs] = [number('seed', 0, 0), number('count', 5000, 1), number('from', 0, 0), number('runs', 60, 0), number('jobs', 2, 1)];
    const numbers = Array.from({ length: count }, (_, k) => from + k);
    const tick = progress(count);
    const tried = (await withCommands(jobs, numbers, async (k, command) => { const one = await tryCase(hostileCase(seed, k), command); tick(); return one; }));
    const accepted = tried.filter(({ isRefused, fault }) => !isRefused && fault === null);
    const some = accepted.filter((_, k) => Math.floor(k * runs / accepted.length) !== Math.floor((k - 1) * runs / accepted.length));
    const ran: TriedRun[] = await withCommands(jobs, some, ({ hostile }: Tried, command) => runAccepted(hostile, command));
    for (const line of hostileReport(tried, ran)) process.stdout.write(`${line}\n`);
    return [...tried, ...ran].every(({ fault }) => fault === null) ? 0 : 1;
  },
};

/** Works on items with so many processes, each of which has one item at a time. */
async function withCommands<T, R>(jobs: number, items: readonly T[], work: (item: T, command: WatchedCommand) => Promise<R>): Promise<R[]> {
  const commands = Array.from({ length: jobs }, () => new WatchedCommand(builtProgram));
  const idle = [...commands];
  try {
    return await inParallel(items, jobs, async (item) => {
      const command = idle.pop()!;
      try { return await work(item, command); } finally { idle.push(command); }
    });
  } finally {
    for (const command of commands) command.dispose();
  }
}
