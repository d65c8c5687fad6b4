import { afterAll, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, knotwork } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

const { folder, remove } = workplace({ 'small.yaml': small });
afterAll(remove);
/** Runs a command line inside of a shell script. */
const within = (script: string, ...args: string[]): Promise<Ended> => knotwork(args, { cwd: folder, within: script });
const finished = ['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json'];
const lost = (reason: string): string => `knotwork: Standard output could not be written: ${reason}, or send it elsewhere, and give the same command again.\n`;
const FULL = lost('the disk is full. Free some space');

// Linux has a device that is always full.
if (existsSync('/dev/full')) {
  test.concurrent('a run whose lines cannot be printed goes on, ends with status 3 and says what to do, once', async () => {
    const ended = await within('exec "$@" > /dev/full', 'run', 'small.yaml', '--out', 'full');
    expect(ended).toEqual({ status: 3, stdout: '', stderr: FULL });
    expect(readdirSync(join(folder, 'full')).sort()).toEqual(finished);
  }, 60_000);

  test.concurrent('so does one whose result was to be printed as JSON', async () => {
    const { status, stderr } = await within('exec "$@" > /dev/full', 'run', 'small.yaml', '--out', 'json', '--json');
    expect([status, stderr.split('\n').slice(-3).join('\n')]).toEqual([3, expect.stringMatching(/^Done in .* s\.\n/)]);
    expect(stderr.endsWith(FULL)).toBe(true);
  }, 60_000);

  test.concurrent('a command that failed keeps its own status, and both are told', async () => {
    const { status, stderr } = await within('exec "$@" > /dev/full', 'run', 'small.yaml', 'network.basis.intervals=0');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^knotwork: network\.basis\.intervals .*\n$/)]);
  }, 60_000);

  test.concurrent('notes and errors that cannot be printed change nothing', async () => {
    const { status, stdout, stderr } = await within('exec "$@" 2> /dev/full', 'run', 'small.yaml', '--out', 'silent', '--json');
    expect([status, stderr, (JSON.parse(stdout) as { status: string }).status]).toEqual([0, '', 'completed']);
  }, 60_000);
}

test.concurrent('a reader that goes away, and an output that is closed, are no errors: the run goes on', async () => {
  const ended = await Promise.all([
    within('"$@" | head -1', 'run', 'small.yaml', '--out', 'head'), within('exec "$@" >&-', 'run', 'small.yaml', '--out', 'closed'), within('exec "$@" >&- 2>&-', 'run', 'small.yaml', '--out', 'both'),
  ]);
  expect(ended).toEqual([{ status: 0, stdout: expect.stringMatching(/^small: .*\n$/), stderr: '' }, { status: 0, stdout: '', stderr: '' }, { status: 0, stdout: '', stderr: '' }]);
  for (const out of ['head', 'closed', 'both']) expect(readdirSync(join(folder, out)).sort()).toEqual(finished);
}, 60_000);

if (process.platform !== 'win32') {
  test.concurrent('a result for programs whose reader is gone ends the command with status 3, when all is done; one that is thrown away is no error', async () => {
    const CLOSED = 'knotwork: Standard output was closed before the result was printed. Leave it open, and give the same command again.\n';
    const run = (script: string, out: string): Promise<Ended> => within(script, 'run', 'small.yaml', '--out', out, '--json', '--quiet');
    const ended = await Promise.all([run('exec "$@" <> /dev/null >&0', 'json-null'), run('{ "$@"; echo $? >&2; } | true', 'json-pipe'), run('exec "$@" > /dev/null', 'json-thrown')]);
    expect(ended).toEqual([{ status: 0, stdout: '', stderr: '' }, { status: 0, stdout: '', stderr: `${CLOSED}3\n` }, { status: 0, stdout: '', stderr: '' }]);
    for (const out of ['json-null', 'json-pipe', 'json-thrown']) expect(readdirSync(join(folder, out)).sort()).toEqual(finished);
  }, 60_000);

  test.concurrent('a file that takes the first bytes only is not taken for all of it', async () => {
    const { status, stderr } = await within('ulimit -f 4; exec "$@" > schema.json', 'schema');
    expect([status, stderr]).toEqual([3, lost('files may not grow any larger here. Raise the limit (ulimit -f)')]);
    expect(readFileSync(join(folder, 'schema.json')).length).toBeGreaterThan(0);
  }, 60_000);

  test.concurrent('a run folder that takes no more ends the run with status 3, as one to go on with', async () => {
    const limited = await within('ulimit -f 10; exec "$@"', 'run', 'small.yaml', '--out', 'limited', '--quiet');
    expect(limited).toEqual({ status: 3, stdout: '', stderr: expect.stringMatching(/^knotwork: \S+limited.metrics\.jsonl could not be written: files may not grow any larger here\. Raise the limit \(ulimit -f\), or choose another folder with --out\.\n$/) });
    expect(readdirSync(join(folder, 'limited'))).not.toEqual(expect.arrayContaining(['result.json']));
    expect(readdirSync(join(folder, 'limited'))).not.toEqual(expect.arrayContaining(['lock']));
    expect((await knotwork(['run', 'small.yaml', '--out', 'limited', '--quiet'], { cwd: folder }))).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(join(folder, 'limited')).sort()).toEqual(finished);
    // The line that was cut off is gone.
    for (const line of readFileSync(join(folder, 'limited', 'metrics.jsonl'), 'utf8').trimEnd().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  }, 60_000);
}
