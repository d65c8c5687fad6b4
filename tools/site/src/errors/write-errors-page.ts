import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorsPage } from './errors-page.js';

// Writes docs/errors.md anew.

const root = fileURLToPath(new URL('../../../../', import.meta.url));
writeFileSync(`${root}docs/errors.md`, errorsPage(root));
