import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { publishedPackages } from './published.js';
import { readme } from './readme.js';

// Writes the README of every published package anew.

const { catalog } = installed(await standardPackages());
for (const found of publishedPackages(fileURLToPath(new URL('../../../', import.meta.url)))) writeFileSync(join(found.folder, 'README.md'), readme(found, catalog));
