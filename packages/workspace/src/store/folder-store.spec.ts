import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isKnotworkError } from '@knotwork/plugin';
import { diskError } from './errors.js';
import { FolderStore } from './folder-store.js';
import { foreignIn, memberFilesIn, readMetrics, readResult, runStatus } from './run-folder.js';

const workspace = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const fromSource = ['--import', '@swc-node/register/esm-register', '--conditions', '@knotwork/source', '--input-type=module', '--eval'];
const date = new Date('2026-02-03T04:05:06.000Z');

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'knotwork-store-'));
  folder = join(parent, 'runs', 'hello', '0123456789ab');
});
afterEach(() => rmSync(parent, { recursive: true }));

const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Opens the store for one piece of work. */
function withStore<T>(work: (store: FolderStore) => T): T {
  const store = new FolderStore(folder);
  try { return work(store); } finally { store.dispose(); }
}

function refusal(call: () => unknown): string {
  try { call(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

describe('a run from beginning to end', () => {
  test('leaves its files and nothing else', () => {
    withStore((store) => {
      expect(store.status()).toEqual({ state: 'absent' });
      store.begin({ name: 'hello', seed: 1 });
      expect(store.status()).toEqual({ state: 'unfinished' });
      store.append({ event: 'step', step: 1, loss: 0.5 });
      store.append({ event: 'step', step: 2, loss: NaN });
      store.writeAtomically('network.json', '{}\n');
      store.writeAtomically('network.safetensors', new Uint8Array([1, 2, 3]));
      store.writeAtomically('network.json', '{ "layers": [] }\n');
      store.finish({ schema: 1, status: 'completed', rmse: Infinity }, { seconds: 2 }, date);
      expect(store.status()).toEqual({ state: 'completed', finished: '2026-02-03T04:05:06.000Z' });
    });
    expect(readdirSync(folder).sort()).toEqual(['metrics.jsonl', 'network.json', 'network.safetensors', 'result.json', 'run.json', 'timing.json']);
    expect(text('run.json')).toBe('{\n  "name": "hello",\n  "seed": 1\n}\n');
    expect(text('metrics.jsonl')).toBe('{"event":"step","step":1,"loss":0.5}\n{"event":"step","step":2,"loss":null}\n');
    expect(text('network.json')).toBe('{ "layers": [] }\n');
    expect([...readFileSync(join(folder, 'network.safetensors'))]).toEqual([1, 2, 3]);
    expect(readResult(folder)).toEqual({ schema: 1, status: 'completed', rmse: null });
    expect(text('timing.json')).toBe('{\n  "finished": "2026-02-03T04:05:06.000Z",\n  "seconds": 2\n}\n');
  });

  test('ends with its result: a run that cannot write its times has not ended', () => {
    withStore((store) => {
      store.begin({});
      store.writeAtomically('checkpoint.json', '{}');
      mkdirSync(join(folder, 'timing.json'));
      expect(() => { store.finish({ status: 'completed' }, {}, date); }).toThrow('timing.json');
      expect(readdirSync(folder)).not.toContain('result.json');
      expect(readdirSync(folder)).toContain('checkpoint.json');
      expect(store.status()).toEqual({ state: 'unfinished' });
    });
  });

  test('the date of completion survives a copy of the folder, and a missing timing.json is no error', () => {
    withStore((store) => { store.begin({}); store.finish({ status: 'completed' }, {}, date); });
    const copy = join(parent, 'copy');
    cpSync(folder, copy, { recursive: true });
    expect(runStatus(copy)).toEqual({ state: 'completed', finished: date.toISOString() });
    rmSync(join(copy, 'timing.json'));
    expect(runStatus(copy)).toEqual({ state: 'completed', finished: null });
  });

  test.each([['completed', 'completed'], ['stopped', 'completed'], ['diverged', 'completed'], ['interrupted', 'unfinished'], ['failed', 'unfinished']])(
    'a result of status %s counts as %s', (status, state) => {
      withStore((store) => { store.begin({}); store.finish({ status }, {}, date); });
      expect(runStatus(folder).state).toBe(state);
    });

  test('run.json is written once: the same content may come again, another is refused until the folder is cleared', () => {
    withStore((store) => {
      store.begin({ seed: 1, name: 'a' });
      store.begin({ name: 'a', seed: 1 });
      expect(refusal(() => store.begin({ name: 'a', seed: 2 }))).toMatch(/^input: .* already holds a run of other content: its run\.json differs\. Repeat with --again/);
      expect(store.readRun()).toEqual({ seed: 1, name: 'a' });
      store.append({ step: 1 });
      for (const name of ['evaluation.npz', 'network.svg', 'solution.svg']) store.writeAtomically(name, name);
      store.finish({ status: 'completed' }, {}, date);
      writeFileSync(join(folder, 'my-notes.txt'), 'keep');
      store.clear();
      expect(store.status()).toEqual({ state: 'absent' });
      store.begin({ name: 'a', seed: 2 });
      store.append({ step: 7 });
      expect(store.readMetrics()).toEqual([{ step: 7 }]);
    });
    expect(readdirSync(folder).sort()).toEqual(['metrics.jsonl', 'my-notes.txt', 'run.json']);
  });

  test('what it began with is cleared as well, but for what is to be kept; a folder with nothing else may become that of a run', () => {
    withStore((store) => {
      for (const name of ['start/network.json', 'start/network.safetensors', 'start/encoding.json']) store.writeAtomically(name, name);
      store.begin({ name: 'a' });
      store.clear(['start/network.json', 'start/network.safetensors']);
    });
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()).toEqual(['start', 'start/network.json', 'start/network.safetensors']);
    expect(foreignIn(folder)).toEqual([]);
    writeFileSync(join(folder, 'start', 'mine.txt'), 'keep');
    expect(foreignIn(folder)).toEqual(['start']);
    withStore((store) => { store.clear(); });
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()).toEqual(['start', 'start/mine.txt']);
    rmSync(join(folder, 'start', 'mine.txt'));
    expect(foreignIn(folder)).toEqual(['start']);
    withStore((store) => { store.clear(); });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a checkpoint ends with the run, whether it is finished or cleared', () => {
    withStore((store) => {
      store.begin({ name: 'a' });
      store.writeAtomically('checkpoint.json', '{}');
      store.finish({ status: 'completed' }, {}, date);
      expect(store.read('checkpoint.json')).toBeNull();
      store.writeAtomically('checkpoint.json', '{}');
      store.clear();
      expect(readdirSync(folder)).toEqual(['lock']);
    });
  });

  test('members have folders of their own, whose checkpoints end with the run and which are cleared with it', () => {
    withStore((store) => {
      store.begin({ name: 'a' });
      for (const k of [1, 2, 12]) for (const name of ['checkpoint.json', 'network.json', 'network.safetensors']) store.writeAtomically(`members/${k}/${name}`, `${name} of ${k}`);
      expect(new TextDecoder().decode(store.read('members/12/network.json')!)).toBe('network.json of 12');
      store.finish({ status: 'completed' }, {}, date);
      expect(readdirSync(join(folder, 'members'))).toEqual(['1', '12', '2']);
      for (const k of [1, 2, 12]) expect(readdirSync(join(folder, 'members', String(k)))).toEqual(['network.json', 'network.safetensors']);
      writeFileSync(join(folder, 'members/2/my-notes.txt'), 'keep');
      store.clear();
      expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['lock', 'members', join('members', '2'), join('members', '2', 'my-notes.txt')]);
      rmSync(join(folder, 'members/2/my-notes.txt'));
      store.writeAtomically('members/1/network.json', '{}');
      store.clear();
      expect(readdirSync(join(folder, 'members'))).toEqual(['2']);
    });
  });

  test('files of members are told from what else lies in folders that are called so', () => {
    mkdirSync(join(folder, 'members/3'), { recursive: true });
    mkdirSync(join(folder, 'members/best'));
    writeFileSync(join(folder, 'members/best/network.json'), '{}');
    writeFileSync(join(folder, 'members/3/notes.txt'), 'mine');
    expect(memberFilesIn(folder)).toEqual([]);
    writeFileSync(join(folder, 'members/3/network.json'), '{}');
    expect(memberFilesIn(folder)).toEqual(['members/3/network.json']);
    rmSync(join(folder, 'members'), { recursive: true });
    writeFileSync(join(folder, 'members'), 'a file');
    expect(memberFilesIn(folder)).toEqual([]);
  });

  test('a run that goes on keeps its events and says anew what runs', () => {
    withStore((store) => { store.begin({ id: '1', name: 'a' }); store.append({ step: 1 }); });
    withStore((store) => { store.resume({ id: '1', name: 'b' }); store.append({ event: 'resumed' }); });
    expect(text('run.json')).toBe('{\n  "id": "1",\n  "name": "b"\n}\n');
    expect(readMetrics(folder)).toEqual([{ step: 1 }, { event: 'resumed' }]);
  });

  test('an unfinished run is continued where its events ended', () => {
    withStore((store) => { store.begin({}); store.append({ step: 1 }); });
    appendFileSync(join(folder, 'metrics.jsonl'), '{"step":2,"lo');
    expect(readMetrics(folder)).toEqual([{ step: 1 }]);
    withStore((store) => store.append({ step: 2 }));
    expect(text('metrics.jsonl')).toBe('{"step":1}\n{"step":2}\n');
  });

  test('writing after the end is refused', () => {
    const store = new FolderStore(folder);
    store.dispose();
    store.dispose();
    expect(refusal(() => store.append({}))).toMatch(/^internal: The run folder .* was written after it had been closed/);
  });
});

describe('a kill', () => {
  test('while appending loses no event that was reported, and the folder can be opened again', async () => {
    const program = `
      import { FolderStore } from './packages/workspace/src/store/folder-store.ts';
      const store = new FolderStore(process.argv[1]);
      store.begin({ name: 'victim' });
      const report = (step) => { store.append({ step, padding: 'x'.repeat(step % 97) }); process.stdout.write(step + '\\n', () => setImmediate(report, step + 1)); };
      report(1);
    `;
    const child = spawn(process.execPath, [...fromSource, program, folder], { cwd: workspace, env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let reported = 0;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      reported = Math.max(reported, ...chunk.split('\n').slice(0, -1).map(Number));
      if (reported > 500) child.kill('SIGKILL');
    });
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGKILL');
    expect(reported).toBeGreaterThan(500);

    const steps = readMetrics(folder).map((m) => m['step']);
    expect(steps.length).toBeGreaterThanOrEqual(reported);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    withStore((store) => {
      expect(store.status()).toEqual({ state: 'unfinished' });
      store.append({ step: steps.length + 1 });
    });
    expect(readMetrics(folder)).toHaveLength(steps.length + 1);
    expect(readdirSync(folder).sort()).toEqual(['metrics.jsonl', 'run.json']);
  }, 60_000);
});

describe('the lock', () => {
  const lock = (): string => join(folder, 'lock');
  const left = (holder: object | string, isFree = true): void => {
    if (isFree) new FolderStore(folder).dispose();
    writeFileSync(lock(), typeof holder === 'string' ? holder : JSON.stringify({ host: hostname(), since: '2026-01-01T00:00:00.000Z', ...holder }));
  };
  /** Number of a process that has ended. */
  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  test('keeps a second store of the same process out', () => {
    withStore(() => {
      expect(refusal(() => new FolderStore(folder))).toMatch(/^busy: .*0123456789ab is being written by this process since .*Wait until it has ended, or choose another folder with --out\. If nothing is running there, delete .*lock\.$/);
    });
    withStore(() => undefined);
  });

  test('keeps out while the process lives', async () => {
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    left({ pid: child.pid });
    try {
      expect(refusal(() => new FolderStore(folder))).toContain(`is being written by process ${child.pid} since 2026-01-01T00:00:00.000Z`);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    withStore(() => undefined);
  });

  test('of a dead process is taken over, also when it had our number', () => {
    left({ pid: deadPid() });
    withStore(() => undefined);
    left({ pid: process.pid });
    withStore(() => undefined);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of another machine is respected', () => {
    left({ pid: deadPid(), host: 'elsewhere' });
    expect(refusal(() => new FolderStore(folder))).toMatch(/is being written by process \d+ of elsewhere since/);
  });

  test('that was taken over meanwhile ends all writing', () => {
    withStore((store) => {
      store.append({ step: 1 });
      left({ token: 'a', pid: 12, host: 'elsewhere' }, false);
      for (const act of [() => { store.writeAtomically('checkpoint.json', '{}'); }, () => { store.finish({}, {}, new Date(0)); }, () => { store.append({ step: 2 }); }]) {
        expect(refusal(act)).toMatch(/^busy: Another process has taken over .*0123456789ab, since this one was stopped for too long/);
      }
    });
    expect(readdirSync(folder).sort()).toEqual(['lock', 'metrics.jsonl']);
    expect(readFileSync(join(folder, 'metrics.jsonl'), 'utf8')).toBe('{"step":1}\n');
  });
});

describe('what the disk refuses', () => {
  test('a lock that is a link to nowhere is refused at once', () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(parent, 'nowhere', 'x'), join(folder, 'lock'));
    expect(() => new FolderStore(folder)).toThrow('is being written by another process');
  });

  test('a file where the folder should be', () => {
    writeFileSync(join(parent, 'runs'), '');
    expect(refusal(() => new FolderStore(folder))).toMatch(/^environment: .*0123456789ab is not a folder, or a part of the path is a file\. Move that file away, or choose another folder with --out\.$/);
    expect(refusal(() => new FolderStore(join(parent, 'runs')))).toMatch(/runs is not a folder/);
    expect(refusal(() => runStatus(folder))).toMatch(/^environment: .*result\.json is not a folder, or a part of the path is a file/);
  });

  // Linux has a device that is always full.
  if (existsSync('/dev/full')) {
    test('a full disk', () => {
      withStore((store) => {
        symlinkSync('/dev/full', join(folder, 'metrics.jsonl'));
        expect(refusal(() => store.append({ step: 1 }))).toBe(
          `environment: ${join(folder, 'metrics.jsonl')} could not be written: the disk is full. Free some space, or choose another folder with --out.`);
        symlinkSync('/dev/full', join(folder, '.result.json.tmp'));
        expect(refusal(() => store.writeAtomically('result.json', '{}'))).toMatch(/^environment: .*result\.json could not be written: the disk is full/);
        expect(readdirSync(folder).sort()).toEqual(['lock', 'metrics.jsonl']);
      });
    });
  }

  test.each([
    ['EACCES', 'x could not be written: permission was denied. Allow it, or'], ['EROFS', 'x could not be written: the disk can only be read. Mount it for writing, or'],
    ['EFBIG', 'x could not be written: files may not grow any larger here. Raise the limit (ulimit -f), or'], ['EIO', 'x cannot be used: EIO: as the system says. Check the disk, or'],
  ])('%s, in words', (code, expected) => {
    expect(diskError('x', Object.assign(new Error(`${code}: as the system says`), { code })).message).toContain(expected);
  });

  // The administrator may write everywhere.
  if (process.getuid?.() !== 0) {
    test('a folder without permission', () => {
      chmodSync(parent, 0o500);
      try { expect(refusal(() => new FolderStore(folder))).toMatch(/^environment: .*permission was denied/); } finally { chmodSync(parent, 0o700); }
    });
  }

  test('a damaged result is named', () => {
    withStore((store) => store.writeAtomically('result.json', '{ "schema"'));
    expect(refusal(() => runStatus(folder))).toMatch(/^environment: .*result\.json is not what was written: .* Repeat the run with --again, or choose another folder/);
  });
});
