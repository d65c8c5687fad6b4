import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, knotwork, session, start } from './fixtures/knotwork.js';
import { small, sourceTree, workplace } from './fixtures/workplace.js';

// One stage of a fit that some members cannot finish well, so that they are left out.
const stuck = small.replace('widths: [2, 1]', 'widths: [2, 1, 1]').replace('sin(pi * x1) + x2', 'exp(sin(pi * x1) + x2^2)')
  .replace(/stages:[^]*/, 'members: 4\nstages:\n  - kind: fit\n    starts: { count: 1 }\n    steps: 12\n');
// A first stage that ends at once, a second one that would take hours.
const long = small.replace(/ {2}- kind: extend-grid[^]*/, '  - kind: fit\n    optimizer: adam\n    grid: fixed\n    steps: 1000000000\n    stop: none\n').replace('seed: 3', 'seed: 3\nmembers: 3');
const diverging = stuck.replace('kind: fit', 'kind: fit\n    optimizer: { kind: adam, rate: 1e+300 }\n    grid: fixed');
const { folder, remove } = workplace({ 'stuck.yaml': stuck, 'small.yaml': small, 'long.yaml': long, 'diverging.yaml': diverging });
afterAll(remove);
const place = { cwd: folder, env: sourceTree('committed', folder) };

interface Result { readonly member: number; readonly members: readonly { readonly isLeftOut: boolean }[] }

describe('a run of several networks', () => {
  test('tells of each, which are left out and why, and whose the network in its folder is; shown again it says the same', async () => {
    const run = ['run', 'stuck.yaml', '--out', 'stuck'];
    const [first, again] = await session([run, run], place);
    expect([first!.status, first!.stderr, again!.status]).toEqual([0, '', 0]);
    const lines = first!.stdout.split('\n');
    expect(lines.slice(1, 5)).toEqual([1, 2, 3, 4].map((k) => expect.stringMatching(new RegExp(`^member ${k}/4, stage 1/1 fit: .*; RMSE train \\S+, validation \\S+ \\(.* s\\)$`))));
    const { member, members } = JSON.parse(readFileSync(join(folder, 'stuck/result.json'), 'utf8')) as Result;
    const left = members.flatMap(({ isLeftOut }, k) => (isLeftOut ? [k + 1] : []));
    expect([left.length > 0, left.length < 4]).toEqual([true, true]);
    const verdict = [
      ...left.map((k) => expect.stringMatching(new RegExp(`^member ${k} is left out: its validation loss is \\S+, and the best one's \\S+$`))),
      left.length === 3 ? `Only member ${member} is left: network.json is its network` : `Mean of ${4 - left.length} members; network.json is that of member ${member}, the best by validation loss`,
      expect.stringMatching(/^RMSE: train/), 'Results in stuck',
    ];
    expect(lines.slice(5, -2)).toEqual(verdict);
    expect(again!.stdout.split('\n').slice(1, -1)).toEqual(verdict);
  }, 60_000);

  test('is asked for in an override, too', async () => {
    const ended = await knotwork(['run', 'small.yaml', 'members=2', '--out', 'override'], place);
    expect(ended.stdout).toContain('\nmember 2/2, stage 2/2 extend-grid: 2 levels climbed');
    expect(readdirSync(join(folder, 'override/members'))).toEqual(['1', '2']);
    const refused = await knotwork(['run', 'small.yaml', 'members=0', '--out', 'none'], place);
    expect([refused.status, refused.stderr, existsSync(join(folder, 'none'))])
      .toEqual([2, 'knotwork: members (from the override "members=0"): must be a whole number from 1 to 100; got 0. Leave it out for the default, 1.\n', false]);
  }, 60_000);

  test('diverges when all of them do', async () => {
    const ended = await knotwork(['run', 'diverging.yaml', '--out', 'diverging'], place);
    expect([ended.status, ended.stderr]).toEqual([1, expect.stringMatching(/^knotwork: small diverged: all of its 4 members; of the first: training met a number that is not finite/)]);
  }, 60_000);

  test('that is interrupted in its first member says that its network is kept', async () => {
    const stderr = await stopped('first', [], 1);
    expect(stderr).toMatch(/^knotwork: interrupted in stage 2 of 2 of member 1 of 3 after .* s; the network of stage 1 is in first\/members\/1\. The same command goes on after stage 1\/2 fit of member 1\/3\.\n$/);
  }, 60_000);

  test('that is interrupted later says which members there are', async () => {
    // Half a second each, most of a minute in all: when the signal arrives, however late, one is being worked on.
    const stderr = await stopped('later', ['stages.1.steps=100000', 'members=100'], 2);
    const [, last, member] = /^knotwork: interrupted in stage \d of 2 of member \d+ of 100 after .* s; the networks? of (?:member|members 1 to) (\d+) (?:is|are) in later\/members\. The same command goes on (?:after|at) .* of member (\d+)\/100\.\n$/.exec(stderr)!;
    expect(Number(member)).toBe(Number(last) + 1);
  }, 60_000);
});

/** Interrupts a run once a member has a network. @returns what it says */
async function stopped(out: string, overrides: readonly string[], member: number): Promise<string> {
  const child = start(['run', 'long.yaml', ...overrides, '--out', out], place);
  const end = endOf(child);
  while (child.exitCode === null && !existsSync(join(folder, out, `members/${member}/network.json`))) await wait(5);
  child.kill('SIGTERM');
  const { status, stderr } = await end;
  expect(status).toBe(143);
  return stderr;
}
