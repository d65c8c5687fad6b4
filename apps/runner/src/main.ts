import { z } from '@knotwork/plugin';
import { runCommand } from './run-command.js';

// A reader that goes away, as `head` does, ends the printing and not the run.
for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

// Schemas are asked a few times each: to compile them takes longer than it saves.
z.config({ jitless: true });

process.exitCode = await runCommand(process.argv.slice(2));
