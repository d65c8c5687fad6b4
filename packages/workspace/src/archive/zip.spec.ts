import { afterAll, describe, expect, test } from '@jest/globals';
import { readNpz, writeNpz } from '@knotwork/arrays';
import { isKnotworkError } from '@knotwork/plugin';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZipArchive } from './zip-archive.js';
import { ZipWriter } from './zip-writer.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-zip-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const path = join(folder, 'a.zip');

function write(files: Iterable<readonly [name: string, content: Uint8Array]>, begins = 0): number {
  const descriptor = openSync(path, 'w');
  try {
    const archive = new ZipWriter(descriptor, begins);
    for (const [name, content] of files) archive.add(name, content);
    return archive.end();
  } finally {
    closeSync(descriptor);
  }
}
const bytes = (text: string): Buffer => Buffer.from(text);
const readAll = (): (readonly [string, string])[] => { const archive = new ZipArchive(path); return archive.entries.map((entry) => [entry.name, archive.read(entry).toString()] as const); };
const refusal = (act: () => unknown): string => { try { act(); return 'nothing'; } catch (error) { return isKnotworkError(error) ? `${error.code}: ${error.message}` : String(error); } };

test('files come back as they were: none, one byte, what shrinks and what does not, with any name', () => {
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, k) => (k * k * 7919 >> 5) & 255));
  const files = [['empty', bytes('')], ['one', bytes('x')], ['below/a.json', bytes('{"a":1}'.repeat(1000))], ['Größe µ/b', noise]] as const;
  const length = write(files);
  expect(readFileSync(path).byteLength).toBe(length);
  const archive = new ZipArchive(path);
  expect(archive.entries.map(({ name }) => name)).toEqual(files.map(([name]) => name));
  for (const [k, entry] of archive.entries.entries()) expect(archive.read(entry)).toEqual(files[k]![1]);
  expect(archive.entries[2]!.packed).toBeLessThan(100);
  const first = readFileSync(path);
  write(files);
  expect(readFileSync(path).equals(first)).toBe(true);
});

test('an archive of another program is read, and another program reads ours', () => {
  const arrays = { x: { shape: [2, 100], values: Float64Array.from({ length: 200 }, (_, k) => k % 7) }, y: { shape: [1], values: Float64Array.of(0.1) } };
  writeFileSync(path, writeNpz(arrays));
  const archive = new ZipArchive(path);
  expect(archive.entries.map(({ name }) => name)).toEqual(['x.npy', 'y.npy']);
  write(archive.entries.map((entry) => [entry.name, archive.read(entry)] as const).map(([name, content]) => [name, Buffer.from(content)] as const));
  expect(readNpz(readFileSync(path))).toEqual(readNpz(writeNpz(arrays)));
});

describe('longer numbers', () => {
  test('are written for more than 65,534 files', () => {
    const count = 65_536;
    write(Array.from({ length: count }, (_, k) => [`f${k}`, bytes(k % 9999 === 0 ? String(k) : '')] as const));
    const archive = new ZipArchive(path);
    expect(archive.entries.length).toBe(count);
    expect(archive.read(archive.entries[9999]!).toString()).toBe('9999');
  }, 30_000);

  test('are written for what lies behind 4 GiB', () => {
    // A hole that takes no room on the disk.
    expect(write([['a', bytes('first')], ['b', bytes('second')]], 2 ** 32 - 20)).toBeGreaterThan(2 ** 32);
    expect(new ZipArchive(path).entries.map(({ at }) => at)).toEqual([2 ** 32 - 20, 2 ** 32 + 16]);
    expect(readAll()).toEqual([['a', 'first'], ['b', 'second']]);
  });
});

describe('what is damaged is told', () => {
  test.each<readonly [string, (whole: Buffer) => Buffer, string]>([
    ['cut off', (whole) => whole.subarray(0, -1), 'it has no list of contents at its end'],
    ['empty', () => Buffer.alloc(0), 'it has no list of contents at its end'],
    ['no archive', () => Buffer.from('hello'.repeat(100)), 'it has no list of contents at its end'],
    ['with other content', (whole) => { whole[31]! ^= 1; return whole; }, '"a" is not what was packed'],
    ['without its beginning', (whole) => whole.subarray(3), 'its list of contents is damaged'],
    ['with a list that begins elsewhere', (whole) => { whole[whole.length - 6]! ^= 4; return whole; }, 'its list of contents is damaged'],
  ])('one that is %s', (_, damage, reason) => {
    write([['a', bytes('some text')]]);
    writeFileSync(path, damage(readFileSync(path)));
    expect(refusal(readAll)).toBe(`environment: ${path} is not what was written: ${reason}. Restore it from a copy; what is whole in it any program for zip archives unpacks.`);
  });

  test('one whose bytes unpack to something else', () => {
    write([['a', bytes('text '.repeat(100))]]);
    const whole = readFileSync(path);
    whole[33]! ^= 0xff;
    writeFileSync(path, whole);
    expect(refusal(readAll)).toMatch(/^environment: .* is not what was written: /);
  });

  test('one that is not there is what the system says', () => {
    rmSync(path);
    expect(refusal(readAll)).toContain('ENOENT');
  });
});
