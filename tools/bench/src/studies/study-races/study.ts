import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantiles, randomStream } from '@knotwork/numerics';
import type { RandomStream } from '@knotwork/plugin';
import { StudyFolder } from '@knotwork/studies';
import { adamStudy } from '../../lib/adam-study.js';
import { begunStudy } from '../../lib/begun-study.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { bytesOf, differing, endOf, startStudy } from '../../lib/study-process.js';
import { type Judged, judged } from './judged.js';
import { linesOf, race, type Trouble } from './race.js';

const HELP = `npm run -s bench -- study-races [--trials 20] [--rounds 10] [--workers 4] [--kills 4] [--stops 2] [--beat 200] [--from 0]

Lets workers race for the trials of a study, half of them as if on another machine (another name of the host and another table of processes, by unshare, as
root). At random moments one of them is killed and followed by another, or stopped until somebody else has taken over what it had, and continued. No trial may
be reported twice, who comes back has to know within a beat (half of them within that of the race, all within the usual five seconds), no lease may keep a
trial for ever, and results, networks, verdict and tables have to be those of the study that nobody disturbed, byte for byte.

  --trials N   of a study: an even number (20)
  --rounds N   how many studies are raced for, one after the other (10)
  --workers N  processes at each (4)
  --kills N    how many are killed in each (4)
  --stops N    how many are stopped in each (2)
  --beat MS    milliseconds between beats (200); a lease is twelve of them, as it is of the usual five seconds
  --from K     seed of the moments (0)

Exit status: 0 all of that is so, 1 not so.
`;

/** Milliseconds within which all who come back have to know: the usual beat. Half of them have to within the shorter one of the race, which a busy machine may not keep. */
const MOST = 5000;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['trials', 'rounds', 'workers', 'kills', 'stops', 'beat', 'from']);
    if (files.length + overrides.length > 0) throw new UsageError(`It takes options alone; got ${[...files, ...overrides].join(' ')}.`);
    const number = (name: string, usual: number, least: number): number => wholeNumber(name, options[name] ?? String(usual), least);
    const [trials, beat] = [number('trials', 20, 2), number('beat', 200, 20)];
    if (trials % 2 !== 0) throw new UsageError(`--trials must be even; got ${trials}.`);
    const trouble = { workers: number('workers', 4, 2), kills: number('kills', 4, 0), stops: number('stops', 2, 0), beat, lease: 12 * beat };
    const moments = randomStream(number('from', 0, 0), 'study-races');
    const unshared = spawnSync('unshare', ['--uts', '--pid', '--fork', 'true']);
    if (unshared.status !== 0) throw new UsageError('it needs unshare of util-linux, and the right to use it: give the command as root.');
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const [file, plain] = [join(folder, 'races.yaml'), join(folder, 'plain')];
      writeFileSync(file, adamStudy('races', 1500, trials / 2));
      if (await endOf(startStudy(file, plain, 2)) !== 0) throw new UsageError('the undisturbed study failed');
      const [rounds, tick]: [Round[], () => void] = [[], progress(number('rounds', 10, 1))];
      for (let k = 0; k < number('rounds', 10, 1); k++, tick()) rounds.push(await round(file, plain, join(folder, `raced-${k}`), trouble, moments));
      return told(rounds, trials, trouble);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What came of a study that was raced for. */
interface Round extends Judged { readonly kills: number; readonly stops: number; readonly differences: readonly string[]; readonly left: readonly string[] }

async function round(file: string, plain: string, out: string, trouble: Trouble, moments: RandomStream): Promise<Round> {
  const log = `${out}.log`;
  const { record: { plan } } = await begunStudy(file, out);
  writeFileSync(log, '');
  const folder = new StudyFolder(out);
  const done = await race(out, log, trouble, moments, () => folder.those('open', plan.trials).length === 0);
  const ids = plan.trials.map(({ id }) => id);
  const said = judged(linesOf(log), ids, done, trouble);
  if (await endOf(startStudy(file, out, 1)) !== 0) throw new UsageError('the study that was raced for cannot be judged');
  const networks = ids.flatMap((id) => ['network.json', 'network.safetensors'].map((name) => join('trials', id, name)));
  const differences = [...differing(bytesOf(plain), bytesOf(out)), ...networks.filter((name) => !readFileSync(join(plain, name)).equals(readFileSync(join(out, name))))];
  const left = [...ids.flatMap((id) => readdirSync(join(out, 'trials', id)).filter((name) => /^(checkpoint|lock|\.)/.test(name)).map((name) => `${id}/${name}`)), ...readdirSync(join(out, 'claims'))];
  return { ...said, kills: done.kills, stops: done.stops.length, differences, left };
}

/** @returns the exit status */
function told(rounds: readonly Round[], trials: number, { workers, beat, lease }: Trouble): number {
  const all = <T>(of: (one: Round) => readonly T[]): T[] => rounds.flatMap(of);
  const sum = (of: (one: Round) => number): number => rounds.reduce((total, one) => total + of(one), 0);
  const returned = all((one) => one.returned);
  const words = returned.length === 0 ? '' : `; they knew after ${quantiles(Float64Array.from(returned), Float64Array.of(0.5))[0]} ms in the median and ${Math.max(...returned)} ms at most, a beat is ${beat} ms`;
  process.stdout.write([
    `${rounds.length} studies of ${trials} trials, ${workers} workers, half of them as if on another machine; ${sum(({ kills }) => kills)} killed, ${sum(({ stops }) => stops)} stopped until their lease of ${lease} ms was taken over, and continued`,
    `trials reported twice: ${list(all(({ twice }) => twice))}; by nobody, since who ended them was killed before it could: ${sum(({ unreported }) => unreported)}`,
    `holders that came back after a takeover: ${returned.length}${words}; those that did not, or told of an end: ${list(all(({ late }) => late))}`,
    `what workers could not do: ${list(all(({ troubles }) => troubles))}; leases, checkpoints and drafts left: ${list(all(({ left }) => left))}`,
    `results, networks, verdict and tables that differ: ${list(all(({ differences }) => differences))}`, '',
  ].join('\n'));
  const isSound = [all(({ twice }) => twice), all(({ late }) => late), all(({ troubles }) => troubles), all(({ differences }) => differences)].every((wrong) => wrong.length === 0);
  return isSound && sum(({ unreported }) => unreported) <= sum(({ kills }) => kills) && returned.every((milliseconds) => milliseconds <= MOST) && returned.filter((milliseconds) => milliseconds <= beat).length >= returned.length / 2 ? 0 : 1;
}

const list = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));
