import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { resourceUsage } from 'node:process';

/** A program of its own: reads the data of the experiment file that is named, and prints seconds of reading and the process's peak of memory in bytes. */
const composer = new FileComposer(await standardPackages());
const from = performance.now();
try {
  await composer.data({ file: process.argv[2]!, overrides: [], again: false, cwd: process.cwd() });
  process.stdout.write(JSON.stringify({ seconds: (performance.now() - from) / 1000, peak: 1024 * resourceUsage().maxRSS }));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
