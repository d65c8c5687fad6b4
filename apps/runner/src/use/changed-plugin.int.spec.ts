import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from '../fixtures/knotwork.js';
import { tiny, workplace } from '../fixtures/workplace.js';

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const { folder, remove } = workplace({
  'hat.mjs': hat, 'hat.yaml': tiny.replace('network:', 'plugins: [./hat.mjs]\nnetwork:').replace('kind: b-spline', 'kind: hat'),
  'rows.csv': 'x1,y\n0.2,0.5\n0.4,0.9\n',
});
const run = (...lines: (readonly string[])[]): Promise<readonly SessionEnded[]> => session(lines, { cwd: folder });
const NOTE = /^note: Plugin "\.\/hat\.mjs" is not what the network was trained with \(SHA-256 [0-9a-f]{12}\.\.\. then, [0-9a-f]{12}\.\.\. now\): its basis hat may compute other numbers\. Restore it, or train again\.$/gm;

let before: SessionEnded;
beforeAll(async () => {
  before = (await run(['run', 'hat.yaml', '--out', 'run'], ['predict', 'run', 'rows.csv']))[1]!;
  writeFileSync(join(folder, 'hat.mjs'), `${hat}\n// another file\n`);
}, 60_000);
afterAll(remove);

test('a plugin that was edited after training is told by every command that uses the network, once', async () => {
  expect([before.status, before.stderr]).toEqual([0, '']);
  const commands = [
    ['predict', 'run', 'rows.csv'], ['evaluate', 'run', 'rows.csv'], ['show', 'run'], ['symbolic', 'run'], ['export', 'run', '--to', 'c', '--out', 'hat.c'], ['report', 'run'], ['report', 'run', '--out', 'hat.svg'],
    ['report', 'run', '--out', '-'], ['run', 'hat.yaml', '--out', 'next', 'network={from: run}'],
  ];
  const ended = await run(...commands);
  // Terminals are narrow, and what is shown is wrapped.
  const said = ended.map(({ stdout, stderr }) => `${stdout.startsWith('<') ? '' : stdout}${stderr}`.replaceAll('\n  ', ' ').match(NOTE)?.length ?? 0);
  expect(ended.map(({ status }) => status)).toEqual(commands.map(() => 0));
  expect(said).toEqual(commands.map(() => 1));
  expect([ended[0]!.stdout, ended[0]!.stderr.match(NOTE)]).toEqual([before.stdout, [expect.any(String)]]);
}, 60_000);

test('with --json standard output is the object alone, with --quiet nothing is said', async () => {
  const json = await run(['predict', 'run', 'rows.csv', '--json'], ['evaluate', 'run', 'rows.csv', '--json'], ['show', 'run', '--json'], ['symbolic', 'run', '--json'], ['export', 'run', '--to', 'c', '--out', 'json.c', '--json']);
  for (const { stdout, stderr } of json) {
    expect(() => { JSON.parse(stdout); }).not.toThrow();
    expect(stderr.replaceAll('\n  ', ' ').match(NOTE)).toHaveLength(1);
  }
  const quiet = await run(['predict', 'run', 'rows.csv', '--quiet'], ['symbolic', 'run', '--quiet'], ['export', 'run', '--to', 'c', '--out', 'quiet.c', '--quiet']);
  expect(quiet.map(({ stderr }) => stderr)).toEqual(['', '', '']);
}, 60_000);

test('a run does not go on with it', async () => {
  const [again] = await run(['run', 'hat.yaml', '--out', 'run']);
  expect([again!.status, again!.stderr]).toEqual([2, expect.stringContaining('The folder "run" holds another run')]);
}, 60_000);

test('the same file elsewhere is told as moved, not as changed', async () => {
  writeFileSync(join(folder, 'moved.mjs'), hat);
  const [moved] = await run(['predict', 'run', 'rows.csv', '--plugin', './moved.mjs']);
  expect([moved!.status, moved!.stderr, moved!.stdout]).toEqual([0, 'note: The network was saved with ./hat.mjs 0.0.0; its basis hat now comes from ./moved.mjs 0.0.0.\n', before.stdout]);
}, 60_000);
