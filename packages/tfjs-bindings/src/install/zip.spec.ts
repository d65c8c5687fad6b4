import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipOf } from '../fixtures/zip-of.js';
import { unzip } from './zip.js';

const folder = mkdtempSync(join(tmpdir(), 'knotwork-zip-'));
const [zip, target] = [join(folder, 'a.zip'), join(folder, 'target')];
afterAll(() => { rmSync(folder, { recursive: true }); });

test.each([['packed', true], ['as they are', false]])('files that are %s come out as they went in', async (_, isDeflated) => {
  const long = 'many words '.repeat(200_000);
  writeFileSync(zip, zipOf({ 'a/short': 'one', 'a/long': long, 'b': '' }, isDeflated));
  await unzip(zip, { 'a/long': target, 'a/short': `${target}2` });
  expect(readFileSync(target, 'utf8') === long).toBe(true);
  expect(readFileSync(`${target}2`, 'utf8')).toBe('one');
});

test('what is missing, cut off or no zip is told', async () => {
  writeFileSync(zip, zipOf({ a: 'one' }));
  await expect(unzip(zip, { b: target })).rejects.toThrow('has no file b');
  writeFileSync(zip, 'no zip at all, and that for long enough');
  await expect(unzip(zip, { a: target })).rejects.toThrow('no zip');
  const whole = zipOf({ a: 'one' }, false);
  whole.writeUInt32LE(4, whole.indexOf(Buffer.from('504b0102', 'hex')) + 24);
  writeFileSync(zip, whole);
  await expect(unzip(zip, { a: target })).rejects.toThrow('a has 3 bytes in place of 4');
});
