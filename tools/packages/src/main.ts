import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackages } from './check-packages.js';
import { NotPublishable } from './stage.js';
import { writePackages } from './write-packages.js';

// Writes what is published to dist/packages, packs it, and checks the tarballs. Exit status 1 when something is wrong.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const out = join(root, 'dist/packages');
try {
  const failures = await checkPackages(writePackages(root, out), root, out, join(root, 'dist/tarballs'), (line) => { console.log(line); });
  process.exitCode = failures === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof NotPublishable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
