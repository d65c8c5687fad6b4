import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { FileComposer, Lease } from '@knotwork/workspace';
import { leaveTrial } from '../fixtures/leave-trial.js';
import { HALVED } from '../fixtures/halved.js';
import { planned, STUDY, TINY } from '../fixtures/planned.js';
import { recordOf } from '../fixtures/record.js';
import { Rounds } from '../halving/rounds.js';
import type { StudyPlan } from '../plan/study-plan.js';
import { packStudy } from '../pack/pack-study.js';
import { unpackStudy } from '../pack/unpack-study.js';
import { type Claims, FolderClaims } from './claims.js';
import { StudyFolder } from './study-folder.js';
import type { StudyRecord } from './study-record.js';
import { work, type WorkEvent } from './work.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-work-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
const composer = new FileComposer(await standardPackages());
const plan = await planned(STUDY.replace('1..6', '1..2'));
const ids = plan.trials.map(({ id }) => id);
let [folder, count]: [StudyFolder, number] = [new StudyFolder(join(parent, '0')), 0];
beforeEach(() => { folder = new StudyFolder(join(parent, String(++count))); folder.make(); });

/** Works with a base experiment, and says what was told. */
async function told({ claims, text = TINY, signal = new AbortController().signal, heard = () => undefined, waits = false, more = {} }: { waits?: boolean; more?: Partial<StudyRecord>; claims?: Claims; text?: string; signal?: AbortSignal; heard?: (event: WorkEvent) => void } = {}): Promise<WorkEvent[]> {
  const events: WorkEvent[] = [];
  const record = recordOf(plan, { base: { file: 'tiny.yaml', folder: parent, text }, ...more });
  await work({ folder, record, composer, signal, waits, tell: (event) => { events.push(event); heard(event); }, ...(claims === undefined ? {} : { claims }) });
  return events;
}
const trialsIn = (events: readonly WorkEvent[], kind: WorkEvent['event']): string[] => events.flatMap((event) => (event.event === kind && 'trial' in event ? [event.trial] : []));
/** Claims of which some are somebody else's. */
const without = (taken: readonly string[], onClaim: (trial: string) => void = () => undefined): Claims => ({ claim: (trial) => { if (taken.includes(trial)) return null; onClaim(trial); return { release: () => undefined }; } });

test('trials are run in their order, each is told when it is on the disk, and a second worker finds nothing to do', async () => {
  const events = await told({ heard: (event) => { if (event.event === 'ended') expect(folder.isDone(event.trial)).toBe(true); } });
  expect(trialsIn(events, 'began')).toEqual(ids);
  expect(events.filter(({ event }) => event === 'ended').map((event) => (event as { status: string }).status)).toEqual(['completed', 'completed', 'completed', 'completed']);
  expect(events.at(-1)).toEqual({ event: 'idle' });
  expect(await told()).toEqual([{ event: 'idle' }]);
});

test('a trial that solves equations keeps its network and no picture of the solution', async () => {
  const text = `knotwork: 1
name: tiny
dataset: { kind: domain, coordinates: { x: [0, 1] }, equations: u_x = 1, conditions: [{ on: x=0, equation: u = 0 }], points: { inside: 10, face: 1 } }
network: { widths: [1, 1], basis: { kind: b-spline, intervals: 3 } }
stages: [{ kind: solve, steps: 1, starts: { count: 1 } }]
`;
  await told({ text, claims: without(ids.slice(1)) });
  expect(folder.filesOf(ids[0]!).names()).toEqual(expect.arrayContaining(['network.svg', 'result.json']));
  expect(folder.filesOf(ids[0]!).names()).not.toContain('solution.svg');
});

test('a trial that somebody else has is left to them', async () => {
  const events = await told({ claims: without([ids[1]!, ids[2]!]) });
  expect(trialsIn(events, 'began')).toEqual([ids[0], ids[3]]);
  expect(events.at(-1)).toEqual({ event: 'idle' });
});

test('a worker that waits stays until all trials are done, and takes over what another one leaves', async () => {
  let [asked, isLeft] = [0, false];
  const claims: Claims = {
    claim: (trial) => {
      if (trial === ids[1] && asked++ > 0) isLeft = true;
      return trial === ids[1] && !isLeft ? null : { release: () => undefined };
    },
  };
  const events = await told({ claims, waits: true });
  expect(trialsIn(events, 'ended')).toEqual([ids[0], ids[2], ids[3], ids[1]]);
  expect(events.at(-1)).toEqual({ event: 'idle' });
});

test('a trial that was taken over is left to who has it, and the work goes on with others', async () => {
  const lost = new AbortController();
  const claims: Claims = { claim: (trial) => (trial === ids[0] && lost.signal.aborted ? null : { ...(trial === ids[0] ? { lost: lost.signal } : {}), release: () => undefined }) };
  const text = TINY.replace('steps: 3', 'steps: 2000, stop: none, optimizer: adam');
  const events = await told({ claims, text, heard: ({ event }) => { if (event === 'began') setTimeout(() => { lost.abort(); }); } });
  expect(trialsIn(events, 'ended')).toEqual(ids.slice(1));
  expect(events.at(-1)).toEqual({ event: 'idle' });
  expect(folder.isDone(ids[0]!)).toBe(false);
});

test('one that was taken over is told by its run first, where that writes before anything else is heard', async () => {
  const claims = new FolderClaims(folder.claims);
  const text = TINY.replace('steps: 3', 'steps: 20000, stop: none, optimizer: adam');
  const taken = (id: string): void => {
    for (const path of [join(folder.claims, `${id}.lock`), join(folder.trial(id), 'lock')]) writeFileSync(path, `${JSON.stringify({ token: 'a', pid: 1, host: 'elsewhere' })}\n000000000001\n`);
  };
  let looks: NodeJS.Timeout | undefined;
  const events = await told({ claims, text, heard: (event) => {
    if (event.event !== 'began' || event.trial !== ids[0]) return;
    looks = setInterval(() => { if (existsSync(join(folder.trial(ids[0]!), 'checkpoint.json'))) { clearInterval(looks); taken(ids[0]!); } }, 1);
  } });
  clearInterval(looks);
  expect(trialsIn(events, 'ended')).toEqual(ids.slice(1));
  expect(events.map(({ event }) => event)).not.toContain('failed');
  expect(folder.isDone(ids[0]!)).toBe(false);
  expect(readFileSync(join(folder.trial(ids[0]!), 'lock'), 'utf8')).toContain('elsewhere');
});

test.each([['before its run was composed', 1], ['before its run began', 2]] as const)('one that was stopped %s, and comes back when somebody else has ended the trial, leaves what is there and tells of no end', async (_, ask) => {
  const path = join(folder.trial(ids[0]!), 'result.json');
  let asked = 0;
  // Taken over between the look at what is there and the first write.
  const lost = (): void => {
    if (++asked < ask) return;
    mkdirSync(folder.trial(ids[0]!), { recursive: true });
    writeFileSync(path, '{ "status": "completed", "by": "somebody else" }');
    throw new KnotworkError('busy', 'taken over');
  };
  const events = await told({ claims: { claim: (trial) => ({ release: () => undefined, ...(trial === ids[0] ? { requireHeld: lost } : {}) }) } });
  expect(trialsIn(events, 'ended')).toEqual(ids.slice(1));
  expect(events.map(({ event }) => event)).not.toContain('failed');
  expect(readFileSync(path, 'utf8')).toContain('somebody else');
  expect(readdirSync(folder.trial(ids[0]!))).toEqual(['result.json']);
});

test('claims in a folder are exclusive while somebody has them, and free afterwards', () => {
  const claims = new FolderClaims(folder.claims);
  const claim = claims.claim('a');
  expect(claim).not.toBeNull();
  expect(new FolderClaims(folder.claims).claim('a')).toBeNull();
  claims.claim('b')!.release();
  claim!.release();
  claims.claim('a')!.release();
});

test('a trial that was ended between a look and the claim is not run again', async () => {
  const events = await told({ claims: without([], (trial) => { if (trial === ids[0]) { mkdirSync(folder.trial(trial)); writeFileSync(join(folder.trial(trial), 'result.json'), '{}'); } }) });
  expect(trialsIn(events, 'began')).toEqual(ids.slice(1));
  expect(readFileSync(join(folder.trial(ids[0]!), 'result.json'), 'utf8')).toBe('{}');
});

test('trials that are packed while a worker is at it are not run again', async () => {
  folder.write(recordOf(plan));
  await told();
  const seen = new StudyFolder(folder.path);
  const claims = new FolderClaims(folder.claims);
  renameSync(folder.trial(ids[3]!), join(folder.path, 'last'));
  await packStudy(new StudyFolder(folder.path));
  folder = seen;
  expect(trialsIn(await told({ claims }), 'began')).toEqual([ids[3]]);
  expect(readdirSync(folder.trials)).toEqual([ids[3]]);
  await unpackStudy(new StudyFolder(folder.path));
  expect(await told()).toEqual([{ event: 'idle' }]);
});

test('a trial that cannot be run ends the work with its message', async () => {
  writeFileSync(join(folder.path, 'trials', ids[1]!), 'in the way');
  const events = await told();
  expect(trialsIn(events, 'ended')).toEqual([ids[0]]);
  expect(events.at(-1)).toMatchObject({ event: 'failed', trial: ids[1], code: 'environment', message: expect.stringContaining('is not a folder, or a part of the path is a file') });
  new FolderClaims(folder.claims).claim(ids[1]!)!.release();
});

test('a run that somebody else writes ends the work as busy', async () => {
  mkdirSync(folder.trial(ids[0]!));
  const lock = new Lease(folder.trial(ids[0]!));
  expect((await told()).at(-1)).toMatchObject({ event: 'failed', trial: ids[0], code: 'busy' });
  lock.release();
});

test('a signal ends the work within a trial, which is gone on with later to the same bytes', async () => {
  const whole = new StudyFolder(join(parent, 'whole'));
  whole.make();
  const text = TINY.replace('steps: 3', 'steps: 20000, stop: none, optimizer: adam');
  [folder] = [whole];
  await told({ text });
  folder = new StudyFolder(join(parent, 'cut'));
  folder.make();
  const abort = new AbortController();
  const abortWithin = (trial: string): void => {
    const looks = setInterval(() => { if (existsSync(join(folder.trial(trial), 'checkpoint.json'))) { clearInterval(looks); abort.abort(); } }, 1);
  };
  const events = await told({ text, signal: abort.signal, heard: (event) => { if (event.event === 'began' && event.trial === ids[1]) abortWithin(event.trial); } });
  expect(trialsIn(events, 'ended')).toEqual([ids[0]]);
  expect(events.at(-1)).toEqual({ event: 'began', trial: ids[1] });
  await told({ text });
  for (const id of ids) expect(readFileSync(join(folder.trial(id), 'result.json'), 'utf8')).toBe(readFileSync(join(whole.trial(id), 'result.json'), 'utf8'));
});

test('what other code began in a trial is begun again', async () => {
  mkdirSync(folder.trial(ids[0]!));
  writeFileSync(join(folder.trial(ids[0]!), 'run.json'), JSON.stringify({ schema: 1, id: '0123456789ab', experiment: { name: 'tiny' } }));
  expect(trialsIn(await told(), 'ended')).toEqual(ids);
});

describe('trials that another study has finished', () => {
  const copied = (events: readonly WorkEvent[]): string[] => events.flatMap((event) => (event.event === 'ended' && event.isCopied ? [event.trial] : []));
  let other: StudyFolder;
  beforeEach(async () => {
    other = folder;
    await told();
    folder = new StudyFolder(join(parent, String(++count)));
    folder.make();
  });

  test('are copied whole, and the others are run', async () => {
    rmSync(other.trial(ids[1]!), { recursive: true });
    const events = await told({ more: { reuse: [join(parent, 'nowhere'), other.path] } });
    expect(copied(events)).toEqual(ids.filter((id) => id !== ids[1]));
    expect(ids.every((id) => folder.isDone(id))).toBe(true);
    // Times are those of the first run.
    for (const name of ['timing.json', 'result.json', 'network.safetensors']) expect(readFileSync(join(folder.trial(ids[0]!), name))).toEqual(readFileSync(join(other.trial(ids[0]!), name)));
    expect(readdirSync(join(folder.path, 'trials')).sort()).toEqual([...ids].sort());
  });

  test('are copied from an archive, too', async () => {
    const before = new Map(ids.map((id) => [id, readFileSync(join(other.trial(id), 'network.safetensors'))]));
    other.write(recordOf(plan));
    await packStudy(other);
    expect(copied(await told({ more: { reuse: [other.path] } }))).toEqual(ids);
    for (const id of ids) expect(readFileSync(join(folder.trial(id), 'network.safetensors'))).toEqual(before.get(id));
  });

  test('are run where they are no longer the same run, or have not ended', async () => {
    const [first, second, third] = ids as [string, string, string];
    const path = join(other.trial(first), 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"id": "[0-9a-f]+/, '"id": "000000000000'));
    rmSync(join(other.trial(second), 'result.json'));
    leaveTrial(other, third, { status: 'interrupted' });
    expect(copied(await told({ more: { reuse: [other.path] } }))).toEqual(ids.slice(3));
    expect(ids.every((id) => folder.isDone(id))).toBe(true);
  });

  test('are gone on with where they were begun here, and what a kill left of a copy is no hindrance', async () => {
    const [first, second] = ids as [string, string];
    mkdirSync(folder.trial(first));
    writeFileSync(join(folder.trial(first), 'lock'), '');
    mkdirSync(join(folder.path, 'trials', `.${second}`));
    writeFileSync(join(folder.path, 'trials', `.${second}`, 'half'), '');
    rmSync(join(folder.trial(first), 'lock'));
    expect(copied(await told({ more: { reuse: [other.path] } }))).toEqual(ids);
    expect(existsSync(join(folder.trial(second), 'half'))).toBe(false);
  });
});

test('a worker that has not the engine of an arm claims nothing and says so', async () => {
  const engine = (path: string) => ({ name: 'native', precision: 'float64', path });
  const claims: Claims = { claim: () => { throw new Error('claimed'); } };
  const [first, second] = plan.arms as [typeof plan.arms[number], typeof plan.arms[number]];
  const more = { engines: { [first.name]: engine('kernels'), [second.name]: engine('tapes') } };
  await expect(told({ claims, more })).rejects.toThrow(new RegExp(`computes the arm "${second.name}" with the engine native, float64, path tapes, and here it would be native, float64, path kernels\\. Nothing was claimed\\.`));
  expect(trialsIn(await told({ more: { engines: { [first.name]: engine('kernels'), [second.name]: engine('kernels') } } }), 'ended')).toEqual(ids);
});

describe('where arms are stopped in rounds', () => {
  const armsOf = async () => planned(HALVED.replace('1..8', '1..2'));
  const stoppedIn = (events: readonly WorkEvent[], of: StudyPlan): [string, number | undefined][] => trialsIn(events, 'ended').map((id) => { const { arm, round } = of.trials.find((trial) => trial.id === id)!; return [arm, round]; });

  test('one worker goes through all rounds by itself, and a trial of an arm that was stopped is run by nobody', async () => {
    const halved = await armsOf();
    const events = await told({ more: { plan: halved } });
    const rounds = new Rounds(folder, recordOf(halved));
    const decisions = rounds.decisions();
    expect(decisions.map(({ arms }) => arms.filter(({ isStopped }) => isStopped).length)).toEqual([2, 1]);
    expect(trialsIn(events, 'began')).toEqual(rounds.trials().map(({ id }) => id));
    expect(readdirSync(folder.trials).sort()).toEqual(rounds.trials().map(({ id }) => id).sort());
    const stopped = new Map(decisions.flatMap(({ round, arms }) => arms.filter(({ isStopped }) => isStopped).map(({ arm }) => [arm, round])));
    for (const [arm, round = 3] of stoppedIn(events, halved)) expect(round).toBeLessThanOrEqual(stopped.get(arm) ?? 3);
    expect(stoppedIn(events, halved).filter(([arm]) => arm === halved.baseline)).toEqual([[halved.baseline, undefined], [halved.baseline, undefined]]);
  });

  test('one that waits stays through rounds that others end, however many there are, and all come to the same decisions', async () => {
    const halved = await armsOf();
    // Who has the last trial of a round keeps the others from going on.
    const events = await Promise.all([told({ waits: true, more: { plan: halved } }), told({ waits: true, more: { plan: halved } }), told({ waits: true, more: { plan: halved } })]);
    const [both] = [events.flatMap((some) => trialsIn(some, 'ended'))];
    const rounds = new Rounds(folder, recordOf(halved));
    expect([...both].sort()).toEqual(rounds.trials().map(({ id }) => id).sort());
    expect(events.map((some) => some.at(-1))).toEqual([{ event: 'idle' }, { event: 'idle' }, { event: 'idle' }]);
    const alone = folder;
    folder = new StudyFolder(join(parent, String(++count)));
    folder.make();
    await told({ more: { plan: halved } });
    expect(new Rounds(folder, recordOf(halved)).decisions()).toEqual(new Rounds(alone, recordOf(halved)).decisions());
  });

  test('one that is ended between rounds is gone on with', async () => {
    const halved = await armsOf();
    const abort = new AbortController();
    const last = halved.trials.findLast(({ round }) => round === 1)!;
    const first = await told({ more: { plan: halved }, signal: abort.signal, heard: (event) => { if (event.event === 'ended' && event.trial === last.id) abort.abort(); } });
    expect(stoppedIn(first, halved).map(([, round]) => round)).toEqual(new Array(8).fill(1));
    const second = await told({ more: { plan: halved } });
    expect([...trialsIn(first, 'ended'), ...trialsIn(second, 'ended')]).toEqual(new Rounds(folder, recordOf(halved)).trials().map(({ id }) => id));
  });
});
