const { existsSync, readdirSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');

// The specs of all packages in one run of jest. Package by package, as `npm test` runs them, the longest ones come last, one after the other, and the
// other cores wait for them.
const root = join(__dirname, '..');
module.exports = {
  rootDir: root,
  projects: ['apps', 'packages', 'tools'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name))).filter((path) => existsSync(join(path, 'jest.config.cjs'))),
  testSequencer: join(__dirname, 'longest-first.cjs'),
  maxWorkers: Math.max(2, availableParallelism()),
  // Modules of specs that have ended are not always let go.
  workerIdleMemoryLimit: '1.5GB',
  // Of the preset; jest asks for it here.
  testTimeout: 60_000,
};
