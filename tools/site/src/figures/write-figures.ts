import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figures } from './figures.js';

// Draws docs/figures anew.

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = `${root}docs/figures/`;
mkdirSync(folder, { recursive: true });
for (const [name, svg] of await figures(root)) writeFileSync(folder + name, svg);
