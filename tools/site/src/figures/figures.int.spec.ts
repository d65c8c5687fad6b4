import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMAND, figures } from './figures.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

test(`docs/figures holds what ${COMMAND} draws, and nothing else`, async () => {
  const drawn = await figures(root);
  const stale = [...drawn].filter(([name, svg]) => readFileSync(`${root}docs/figures/${name}`, 'utf8') !== svg).map(([name]) => name);
  if (stale.length > 0) throw new Error(`docs/figures is stale (${stale.join(', ')}). Draw it anew: ${COMMAND}`);
  expect(readdirSync(`${root}docs/figures`).sort()).toEqual([...drawn.keys()].sort());
  expect(drawn.get('equation.svg')).toMatch(/<desc [^>]*>3 edges in 2 layers\. Strongest: .*sin\(x\)/);
  expect(drawn.get('hello-kan-staircase.svg')).toMatch(/<desc [^>]*>3: train .*24: train .*\(kept\)/);
}, 120_000);
