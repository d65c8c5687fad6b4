import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { randomStream } from '@knotwork/numerics';
import type { RandomStream } from '@knotwork/plugin';
import { knotworkCommand, runKnotwork } from '../../lib/knotwork-command.js';
import { largeStudy } from '../../lib/large-study.js';
import { processorTime } from '../../lib/processor-time.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- study-pack [--trials 10000] [--kills 20] [--from 0]

Packs a study of many trials, which are copies of ten that were run, and unpacks it: files before and after, seconds of the clock and of the processor, and
what commands that read a study take with folders and with the archive. What they print has to be the same. Then packing and unpacking are killed at random
moments, and given again until they are done; all files have to be what they were, byte for byte.

  --trials N  a multiple of 100 (10000)
  --kills N   how many kills (20)
  --from K    seed of the moments (0)

Exit status: 0 all is identical, 1 not so.
`;

/** What reads a study; the second look is warm. */
const LOOKS: readonly (readonly string[])[] = [['status'], ['status'], ['table'], ['show'], ['report', '--out', '-'], ['table', '--out', 'trials.parquet', '--force']];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['trials', 'kills', 'from']);
    if (files.length + overrides.length > 0) throw new UsageError(`It takes options alone; got ${[...files, ...overrides].join(' ')}.`);
    const trials = wholeNumber('trials', options['trials'] ?? '10000', 100);
    const kills = wholeNumber('kills', options['kills'] ?? '20', 0);
    const moments = randomStream(wholeNumber('from', options['from'] ?? '0', 0), 'study-pack');
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const out = join(folder, 'study');
      const { file } = await largeStudy(out, trials, trials);
      await timed(['study', file, '--out', out, '--quiet']);
      const whole = digestOf(out);
      const before = await looks(out, folder);
      const packed = await timed(['pack', out]);
      const after = await looks(out, folder);
      const unpacked = await timed(['unpack', out]);
      process.stdout.write(`${packed.said.trim()}\n${unpacked.said.trim()}\n`);
      const row = (name: string, { clock, processor }: Timed): string[] => [name, digits(clock), digits(processor)];
      process.stdout.write(`${table(['', 'clock s', 'processor s'], [
        row('pack', packed), row('unpack', unpacked), ...LOOKS.flatMap((words, k) => [row(`${words.join(' ')}: folders`, before[k]!), row(`${words.join(' ')}: packed`, after[k]!)]),
      ]).join('\n')}\n`);
      const others = LOOKS.filter((_, k) => before[k]!.said !== after[k]!.said).map((words) => words.join(' '));
      const isSame = digestOf(out) === whole;
      process.stdout.write(`looks that differ: ${others.length === 0 ? 'none' : others.join('; ')}\nunpacked is ${isSame ? 'what was packed' : 'something else'}\n`);
      const isKept = kills === 0 ? true : await killed(out, kills, moments, 1.2 * Math.max(packed.clock, unpacked.clock), whole);
      return others.length === 0 && isSame && isKept ? 0 : 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What a command took, and all that it said or wrote. */
interface Timed { readonly clock: number; readonly processor: number; readonly said: string }

async function timed(args: readonly string[]): Promise<Timed> {
  const [clock, processor] = [performance.now(), processorTime(process.pid) ?? NaN];
  const { status, stdout, stderr } = await runKnotwork(args);
  const took = { clock: (performance.now() - clock) / 1000, processor: (processorTime(process.pid) ?? NaN) - processor };
  if (status !== 0) throw new UsageError(`${args.join(' ')} ended with status ${status}: ${stderr}`);
  return { ...took, said: stdout };
}

async function looks(out: string, folder: string): Promise<Timed[]> {
  const found: Timed[] = [];
  for (const [name, ...more] of LOOKS) {
    const file = more.map((word) => (word === 'trials.parquet' ? join(folder, word) : word));
    const look = await timed([name!, out, ...file]);
    found.push(file.some((word) => word.startsWith(folder)) ? { ...look, said: createHash('sha256').update(readFileSync(join(folder, 'trials.parquet'))).digest('hex') } : look);
  }
  return found;
}

/** Hash of all files of a study, by their names. */
function digestOf(out: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name: file }) => join(parentPath, file)).sort()) hash.update(name).update(readFileSync(name));
  return hash.digest('hex');
}

/** Kills packing and unpacking at moments that are drawn. @param seconds within which @returns whether nothing was lost */
async function killed(out: string, kills: number, moments: RandomStream, seconds: number, whole: string): Promise<boolean> {
  const tick = progress(kills);
  const left = { archive: 0, both: 0, folders: 0 };
  let done = 0;
  for (let command = 'pack'; done < kills; command = command === 'pack' ? 'unpack' : 'pack') {
    for (let status: number | null = null; status === null;) {
      const child = spawn(process.execPath, [knotworkCommand, command, out, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
      const end = new Promise<number | null>((resolve, reject) => { child.on('error', reject).on('close', resolve); });
      if (done < kills) {
        await Promise.race([end, wait(1000 * moments.uniform(0.1, seconds))]);
        if (child.kill('SIGKILL')) done++;
      }
      status = await end;
      if (status !== null && status !== 0) throw new UsageError(`${command} ended with status ${status}`);
      if (status === null) {
        tick();
        left[!existsSync(join(out, 'trials-1.zip')) ? 'folders' : readdirSync(join(out, 'trials')).length === 0 ? 'archive' : 'both']++;
      }
    }
  }
  await timed(['unpack', out]);
  const isSame = digestOf(out) === whole;
  process.stdout.write(`killed ${done} times, which left folders ${left.folders} times, an archive ${left.archive} times, and both ${left.both} times; in the end ${isSame ? 'no byte differs' : 'FILES DIFFER'}\n`);
  return isSame;
}
