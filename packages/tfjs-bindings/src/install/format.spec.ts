import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FORMAT } from '../cache-folder.js';
import { recipes } from '../pins.js';
import { HEADERS } from './c-api.js';
import { loaderText, WHERE_IS_THE_ADDON } from './loader.js';

test('whoever changes what is written into a binding, or how it is compiled, changes its format, so that nobody keeps an older one', () => {
  const how = /const args = \[\n.*?'-O2'[^]*?\];/.exec(readFileSync(fileURLToPath(new URL('build.ts', import.meta.url)), 'utf8'))![0];
  const written = JSON.stringify([HEADERS, loaderText(recipes('tfjs-node')[0]!), WHERE_IS_THE_ADDON, how]);
  expect([FORMAT, createHash('sha256').update(written).digest('hex').slice(0, 12)]).toEqual([2, '6a541e161a47']);
});
