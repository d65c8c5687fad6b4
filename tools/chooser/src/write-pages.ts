import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { chooserKinds } from './chooser-kinds.js';
import { chooserPage } from './chooser-page.js';
import { conformancePage } from './conformance-page.js';

// Writes docs/choose and docs/conformance.md anew.

const folder = fileURLToPath(new URL('../../../docs/choose/', import.meta.url));
const { catalog } = installed(await standardPackages());
mkdirSync(folder, { recursive: true });
for (const kind of chooserKinds(catalog)) writeFileSync(`${folder}${kind.file}`, chooserPage(kind, catalog));
writeFileSync(fileURLToPath(new URL('../../../docs/conformance.md', import.meta.url)), conformancePage());
