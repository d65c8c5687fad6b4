import { afterAll, describe, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Ended, endOf, fixture, knotwork, start } from './fixtures/knotwork.js';
import type { Crashed } from './fixtures/crashes.js';
import { small, sourceTree, workplace } from './fixtures/workplace.js';

/** Resolutions of the ladder; the first is that of the first stage. */
const levels = [5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
// A staircase of a second or two: long enough to be killed anywhere.
const ladder = small.replace('widths: [2, 1]', 'widths: [2, 1, 1]')
  .replace(/stages:[^]*/, `stages:\n  - kind: fit\n    starts: { count: 4, steps: 10 }\n    steps: 20\n  - kind: extend-grid\n    levels: [${levels.slice(1).join()}]\n    fit: { steps: 30 }\n    stop: none\n`);
const tiny = small.replace(/samples: .*/, 'samples: { train: 40, validation: 20, test: 20 }').replace('steps: 3 }', 'steps: 2 }').replace('steps: 5', 'steps: 3').replace('steps: 4', 'steps: 2');
// The first level of its ladder throws the parameters beyond what a double holds: rungs and reports have numbers that JSON does not know.
const diverging = tiny.replace('fit: { steps: 2 }', 'fit: { steps: 2, optimizer: { kind: adam, rate: 1e+300 }, grid: fixed }');
// Every stage and level draws batches of its own: one that is done again must draw the same.
const batched = tiny.replaceAll('steps: 3\n', 'steps: 3\n    optimizer: adamw\n    batch: 16\n').replace('fit: { steps: 2 }', 'fit: { steps: 4, optimizer: { kind: sgd, momentum: 0.9 }, batch: 15, clip: 0.5 }');
// Two networks one after the other.
const warm = tiny.replace(/network:[^]*?stages:/, 'network: { from: coarse }\nstages:').replace('levels: [6, 7]', 'levels: [8, 9]').replace(/ {4}starts:.*\n/, '').replace('name: small', 'name: warm');
const warmLadder = ladder.replace(/network:[^]*?stages:/, 'network: { from: coarse }\nstages:').replace('levels: [6,7,8', 'levels: [8').replace(/ {4}starts:.*\n/, '').replace(/samples: .*/, 'samples: { train: 40, validation: 20, test: 20 }');
const several = tiny.replace('seed: 3', 'seed: 3\nmembers: 2').replace('levels: [6, 7]', 'levels: [6]');
const { folder, remove } = workplace({ 'warm.yaml': warm, 'warm-ladder.yaml': warmLadder, 'ladder.yaml': ladder, 'several.yaml': several, 'tiny.yaml': tiny, 'diverging.yaml': diverging, 'batched.yaml': batched });
afterAll(remove);
const place = { cwd: folder, env: sourceTree('committed', folder) };
const text = (out: string, file: string): string => readFileSync(join(folder, out, file), 'latin1');
const run = (out: string, ...more: string[]): string[] => ['run', 'ladder.yaml', '--out', out, ...more];

/** Whole lines of metrics.jsonl so far. */
const linesOf = (out: string): string[] => (existsSync(join(folder, out, 'metrics.jsonl')) ? text(out, 'metrics.jsonl').split('\n').slice(0, -1) : []);
const events = (out: string, event: string): Record<string, unknown>[] => linesOf(out).map((line) => JSON.parse(line) as Record<string, unknown>).filter((e) => e['event'] === event);
const resumed = (out: string): unknown[] => events(out, 'resumed').map((e) => e['text']);

/** Starts the command and ends it with a signal once so many events are reported. A run that was faster than we are is done again. */
async function cutOff(out: string, signal: NodeJS.Signals, event: string, count: number, where = place): Promise<Ended> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const child = start(run(out), where);
    const end = endOf(child);
    while (child.exitCode === null && events(out, event).length < count) await wait(5);
    child.kill(signal);
    const ended = await end;
    if (!existsSync(join(folder, out, 'result.json'))) return ended;
    rmSync(join(folder, out), { recursive: true });
  }
  throw new Error(`The run always ended before the ${count}th ${event} was seen.`);
}

const undisturbed = knotwork(run('undisturbed'), place);

/** How far a place is from the beginning of the run: stages, and levels of the ladder. */
function progressOf(where: string): number {
  const level = /^after level (\d+) of stage 2\/2 extend-grid$/.exec(where)?.[1];
  if (level !== undefined) return 2 + levels.indexOf(Number(level));
  return ['at the beginning of stage 1/2 fit', 'after stage 1/2 fit', ...levels.map(String), 'after stage 2/2 extend-grid'].indexOf(where);
}

/** Expects of a finished run that nobody can tell it was ever disturbed. */
async function expectSameResult(out: string): Promise<void> {
  expect((await undisturbed).status).toBe(0);
  for (const file of ['result.json', 'network.json', 'network.safetensors', 'evaluation.npz', 'run.json']) expect([file, text(out, file)]).toEqual([file, text('undisturbed', file)]);
  expect(readdirSync(join(folder, out)).sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'timing.json']);
}

test('a run that ends after any of its writes, and again while it goes on, gives the same bytes, and nothing reported is lost', async () => {
  const crashed = await fixture<Crashed[]>('crashes', ['tiny.yaml'], place);
  expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
  expect(new Set(crashed.map((c) => c.after))).toEqual(new Set([
    'run.json', 'checkpoint.json', 'stage-started', 'step', 'network.safetensors', 'network.json', 'stage-finished', 'note', 'rung', 'evaluation.npz', 'network.svg', 'timing.json', 'result.json',
  ]));
  // Only before the first checkpoint is there nothing to go on from, and after the result nothing to do.
  expect(crashed.filter((c) => c.resumed === null).map((c) => c.after)).toEqual(['run.json', 'result.json']);
  expect([...new Set(crashed.map((c) => c.resumed).filter((place) => place !== null))]).toEqual(expect.arrayContaining([
    'at the beginning of stage 1/2 fit', 'after stage 1/2 fit', 'after level 5 of stage 2/2 extend-grid', 'after level 6 of stage 2/2 extend-grid',
    'after level 7 of stage 2/2 extend-grid', 'after stage 2/2 extend-grid',
  ]));
}, 120_000);

test('a run over mini-batches that is cut off gives the same bytes', async () => {
  const crashed = await fixture<Crashed[]>('crashes', ['batched.yaml'], place);
  expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
  expect(crashed.map((c) => c.resumed)).toEqual(expect.arrayContaining(['after stage 1/2 fit', 'after level 6 of stage 2/2 extend-grid']));
}, 120_000);

describe('a run that goes on from another', () => {
  const coarse = async (): Promise<void> => { if (!existsSync(join(folder, 'coarse'))) expect((await knotwork(['run', 'tiny.yaml', 'members=1', '--out', 'coarse'], place)).status).toBe(0); };

  test('and is cut off gives the same bytes, and its beginning is there from the first checkpoint on', async () => {
    await coarse();
    const crashed = await fixture<Crashed[]>('crashes', ['warm.yaml'], place);
    expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
    expect(crashed.map((c) => c.after).slice(0, 4)).toEqual(['start/network.json', 'start/network.safetensors', 'run.json', 'checkpoint.json']);
    expect(crashed.map((c) => c.resumed)).toEqual(expect.arrayContaining(['after stage 1/2 fit', 'after level 9 of stage 2/2 extend-grid']));
  }, 120_000);

  test('goes on with its own copy when that is gone, wherever it was killed', async () => {
    await coarse();
    const command = (out: string, from: string): string[] => ['run', 'warm-ladder.yaml', `network.from=${from}`, '--out', out];
    expect((await knotwork(command('warm-undisturbed', 'coarse'), place)).status).toBe(0);
    // Anywhere: from the first checkpoint to shortly before the end.
    const { seconds } = JSON.parse(text('warm-undisturbed', 'timing.json')) as { seconds: number };
    const moments = [0, 1].map((k) => ((k + (Date.now() % 997) / 997) / 2) * 1000 * seconds);
    const lost = await knotwork(command('warm-lost', 'moved'), place);
    expect([lost.status, lost.stderr]).toEqual([2, expect.stringContaining(`there is no saved network in "moved", from the folder ${folder}. `)]);
    for (const [k, moment] of moments.entries()) {
      const out = `warm-killed-${k}`;
      cpSync(join(folder, 'coarse'), join(folder, `moved-${k}`), { recursive: true });
      const child = start(command(out, `moved-${k}`), place);
      const end = endOf(child);
      while (child.exitCode === null && !existsSync(join(folder, out, 'checkpoint.json'))) await wait(5);
      await wait(moment);
      child.kill('SIGKILL');
      await end;
      const ended = existsSync(join(folder, out, 'result.json'));
      rmSync(join(folder, `moved-${k}`), { recursive: true });
      const again = await knotwork(command(out, `${out}/start`), place);
      expect([moment, again.status, again.stderr]).toEqual([moment, 0, '']);
      expect([moment, ended || resumed(out).length === 1]).toEqual([moment, true]);
      for (const file of ['result.json', 'network.json', 'network.safetensors', 'evaluation.npz', 'start/network.json']) expect([moment, file, text(out, file)]).toEqual([moment, file, text('warm-undisturbed', file)]);
    }
  }, 120_000);

  test('begins again with nothing but its own copy', async () => {
    await coarse();
    cpSync(join(folder, 'coarse'), join(folder, 'lost'), { recursive: true });
    expect((await knotwork(['run', 'warm.yaml', 'network.from=lost', '--out', 'warm-again'], place)).status).toBe(0);
    rmSync(join(folder, 'lost'), { recursive: true });
    const before = text('warm-again', 'result.json');
    const again = await knotwork(['run', 'warm.yaml', 'network.from=warm-again/start', '--out', 'warm-again', '--again'], place);
    expect([again.status, again.stderr, text('warm-again', 'result.json') === before]).toEqual([0, '', true]);
    expect(text('warm-again', 'start/network.safetensors')).toBe(text('coarse', 'network.safetensors'));
    // A run may take the place of what it goes on from; cut off before run.json is written, it is begun again.
    cpSync(join(folder, 'coarse'), join(folder, 'taken'), { recursive: true });
    expect((await knotwork(['run', 'warm.yaml', 'network.from=taken', '--out', 'taken', '--again'], place)).status).toBe(0);
    expect(text('taken', 'result.json')).toBe(before);
    for (const file of ['run.json', 'result.json', 'timing.json', 'metrics.jsonl', 'network.json', 'network.safetensors']) rmSync(join(folder, 'taken', file));
    rmSync(join(folder, 'taken', 'network.svg'));
    rmSync(join(folder, 'taken', 'evaluation.npz'));
    expect((await knotwork(['run', 'warm.yaml', 'network.from=taken/start', '--out', 'taken'], place)).status).toBe(0);
    expect(text('taken', 'result.json')).toBe(before);
  }, 120_000);
});

test('a run of several networks that is cut off goes on with those it has and gives the same bytes', async () => {
  const crashed = await fixture<Crashed[]>('crashes', ['several.yaml'], place);
  expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
  const files = ['network.safetensors', 'network.json'];
  expect(new Set(crashed.map((c) => c.after))).toEqual(new Set([
    'run.json', 'checkpoint.json', 'stage-started', 'step', 'stage-finished', 'note', 'rung', 'evaluation.npz', 'network.svg', 'timing.json', 'result.json', ...files,
    ...[1, 2].flatMap((k) => ['checkpoint.json', ...files].map((name) => `members/${k}/${name}`)),
  ]));
  expect(crashed.filter((c) => c.resumed === null).map((c) => c.after)).toEqual(['run.json', 'result.json']);
  expect([...new Set(crashed.map((c) => c.resumed).filter((where) => where !== null))]).toEqual(expect.arrayContaining([
    'at the beginning of stage 1/2 fit of member 1/2', 'after stage 2/2 extend-grid of member 1/2', 'at the beginning of stage 1/2 fit of member 2/2',
    'after stage 1/2 fit of member 2/2', 'after level 6 of stage 2/2 extend-grid of member 2/2', 'after member 2/2',
  ]));
}, 240_000);

test('a run that diverges does so again, and nothing follows', async () => {
  const crashed = await fixture<Crashed[]>('crashes', ['diverging.yaml'], place);
  expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
  expect(JSON.parse(text('crashes/diverging.yaml/undisturbed', 'result.json'))).toMatchObject({ status: 'diverged', stages: [{}, { rungs: { length: 2 } }] });
  expect(crashed.map((c) => c.resumed)).toEqual(expect.arrayContaining(['after level 6 of stage 2/2 extend-grid', 'after stage 2/2 extend-grid']));
}, 120_000);

describe('a killed run goes on when it is started again', () => {
  test.each([
    ['in the first stage or soon after', 'step', 5],
    ['between the stages or soon after', 'stage-finished', 1],
    ['on the ladder', 'rung', 3],
  ])('%s', async (_, event, count) => {
    const out = `kill-${event}`;
    await cutOff(out, 'SIGKILL', event, count);
    const before = linesOf(out);
    const ended = await knotwork(run(out), place);
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    await expectSameResult(out);
    const [where] = resumed(out) as [string];
    expect(ended.stdout).toContain(`\nResuming ${where}.\n`);
    // What had been reported is not done again, stays, and what goes on is appended.
    const isFinished = (line: string): boolean => /^\{"event":"(stage-finished|rung)"/.test(line);
    expect(progressOf(where)).toBeGreaterThanOrEqual(before.filter(isFinished).length);
    const after = linesOf(out);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(JSON.parse(after[before.length]!)).toMatchObject({ event: 'resumed' });
    const climbed = events(out, 'rung').map((e) => JSON.stringify(e['resolution']));
    expect(new Set(climbed).size).toBe(climbed.length);
    expect(JSON.parse(text(out, 'timing.json'))).toMatchObject({ resumptions: 1, stages: [{ kind: 'fit' }, { kind: 'extend-grid' }] });
  }, 120_000);

  test('as often as it takes', async () => {
    await cutOff('often', 'SIGKILL', 'stage-finished', 1);
    for (let time = 0; time < 3; time++) {
      const known = events('often', 'rung').length;
      const child = start(run('often'), place);
      const end = endOf(child);
      while (child.exitCode === null && events('often', 'rung').length === known) await wait(5);
      child.kill('SIGKILL');
      await end;
    }
    expect((await knotwork(run('often'), place)).status).toBe(0);
    await expectSameResult('often');
    expect(resumed('often').length).toBeGreaterThan(0);
  }, 120_000);

  test('also when it was interrupted, which says so', async () => {
    const { status, stderr } = await cutOff('interrupted', 'SIGINT', 'rung', 2);
    expect(status).toBe(130);
    const [, goesOn] = /^knotwork: interrupted in stage 2 of 2 after .* s; the network of stage 1 is in interrupted\. The same command goes on (.*)\.\n$/.exec(stderr)!;
    expect(goesOn).toMatch(/^after level \d+ of stage 2\/2 extend-grid$/);
    const ended = await knotwork(run('interrupted'), place);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toMatch(new RegExp(`\nResuming ${goesOn}\\.\n(note: level .*\n)*stage 2/2 extend-grid: 10 levels climbed`));
    expect(resumed('interrupted')).toEqual([goesOn]);
    await expectSameResult('interrupted');
  }, 120_000);
});

describe('a run that was cut off starts over', () => {
  const killed = cutOff('killed', 'SIGKILL', 'rung', 3);
  const copy = async (out: string): Promise<string> => {
    await killed;
    cpSync(join(folder, 'killed'), join(folder, out), { recursive: true });
    return join(folder, out, 'checkpoint.json');
  };

  test('with --again', async () => {
    await copy('again');
    const ended = await knotwork(run('again', '--again'), place);
    expect(ended.status).toBe(0);
    expect(ended.stdout).not.toContain('Resuming');
    expect(resumed('again')).toEqual([]);
    await expectSameResult('again');
  }, 120_000);

  test('when its checkpoint is damaged, be it by one digit, and says so', async () => {
    const path = await copy('damaged');
    const old = readFileSync(path, 'utf8');
    const spoilt = old.replace('"counts":{"gradients":0', '"counts":{"gradients":1');
    expect(spoilt).not.toBe(old);
    writeFileSync(path, spoilt);
    const ended = await knotwork(run('damaged'), place);
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('\nnote: checkpoint.json is damaged; the run starts over\nstage 1/2 fit');
    await expectSameResult('damaged');
    expect(resumed('damaged')).toEqual([]);
  }, 120_000);

  test('when the code has changed meanwhile, and goes on when it has not', async () => {
    const [one, two] = ['one', 'two'].map((change) => ({ cwd: folder, env: sourceTree('changed', folder, change) })) as [typeof place, typeof place];
    await cutOff('changed', 'SIGKILL', 'rung', 3, one);
    cpSync(join(folder, 'changed'), join(folder, 'unchanged'), { recursive: true });
    const [other, same] = await Promise.all([knotwork(run('changed'), two), knotwork(run('unchanged'), one)]);
    expect([other.status, same.status]).toEqual([0, 0]);
    expect(other.stdout).toContain('\nnote: the code has changed since the run was interrupted; it starts over\nstage 1/2 fit');
    expect(same.stdout).toContain('\nResuming after ');
    expect(text('unchanged', 'result.json')).toBe(text('changed', 'result.json'));
  }, 120_000);
});

test('a network whose two files do not belong together is written anew before anything else', async () => {
  await cutOff('pair', 'SIGKILL', 'rung', 3);
  const files = ['network.json', 'network.safetensors'] as const;
  const right = files.map((file) => text('pair', file));
  files.forEach((file) => { writeFileSync(join(folder, 'pair', file), 'something else'); });
  // A folder where the events should be: the run ends with its first line.
  rmSync(join(folder, 'pair', 'metrics.jsonl'));
  mkdirSync(join(folder, 'pair', 'metrics.jsonl'));
  expect((await knotwork(run('pair'), place)).status).toBe(3);
  expect(files.map((file) => text('pair', file))).toEqual(right);
}, 120_000);
