import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { VERSION } from './version.js';

test('the version in the code is that of the package and of the command', () => {
  for (const manifest of ['../package.json', '../../../apps/runner/package.json', '../../../package.json']) {
    expect((JSON.parse(readFileSync(new URL(manifest, import.meta.url), 'utf8')) as { version: string }).version).toBe(VERSION);
  }
});
