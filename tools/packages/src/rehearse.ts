import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRegistry, type Registry } from './rehearsal/registry.js';
import { rehearsal } from './rehearsal/rehearsal.js';
import { packagesIn, writePackages } from './write-packages.js';

// Publishes all packages to a registry of its own, and does with them what users and authors do; with `all` authors write plugins of every kind, and `--written` takes packages as they were written last. Exit status 1 when something fails, 2 when there can be no registry.

const isAll = process.argv.includes('all');
const root = fileURLToPath(new URL('../../../', import.meta.url));
const published = join(root, 'dist/packages');
const packages = (process.argv.includes('--written') ? packagesIn : writePackages)(root, published);
const place = mkdtempSync(join(tmpdir(), 'knotwork-rehearsal-'));
let registry: Registry | undefined;
try {
  registry = await openRegistry(join(root, 'dist/rehearsal/verdaccio'), join(place, 'registry'));
} catch (error) {
  console.log(`SKIPPED: the rehearsal, as there can be no registry here: ${(error as Error).message}`);
  process.exitCode = 2;
}
if (registry !== undefined) {
  let [passed, failed] = [0, 0];
  try {
    for (const { name, run } of rehearsal({ packages, published, root, place, settings: registry.settings, isAll })) {
      const start = Date.now();
      try {
        console.log(`passed: ${name}: ${await run()} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
        passed += 1;
      } catch (error) {
        console.log(`FAILED: ${name}: ${(error as Error).message}`);
        failed += 1;
      }
    }
  } finally {
    await registry.close();
  }
  console.log(`Rehearsal: ${failed} failed, ${passed} passed`);
  if (failed > 0) process.exitCode = 1;
}
rmSync(place, { recursive: true, force: true });
