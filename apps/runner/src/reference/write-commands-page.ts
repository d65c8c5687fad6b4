import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands-page.js';

// Writes docs/commands.md anew.

writeFileSync(fileURLToPath(new URL('../../../../docs/commands.md', import.meta.url)), commandsPage());
