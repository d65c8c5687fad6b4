const { availableParallelism } = require('node:os');
const { join } = require('node:path');

// The specs of all packages in one run of jest. Package by package, as `npm test` runs them, the longest ones come last, one after the other, and the
// other cores wait for them. One project, not one for each package: what was compiled for one is not found by another.
const root = join(__dirname, '..');
const { globalSetup, globalTeardown } = require('../apps/runner/jest.config.cjs');
const ofRunner = (path) => path.replace('<rootDir>', join(root, 'apps/runner'));
module.exports = {
  rootDir: root,
  preset: './jest.preset.js',
  roots: ['apps', 'packages', 'tools'].map((folder) => join(root, folder)),
  testMatch: ['<rootDir>/{apps,packages,tools}/*/src/**/*.spec.ts'],
  globalSetup: ofRunner(globalSetup),
  globalTeardown: ofRunner(globalTeardown),
  testSequencer: join(__dirname, 'longest-first.cjs'),
  maxWorkers: Math.max(2, availableParallelism()),
  // Modules of specs that have ended are not always let go.
  workerIdleMemoryLimit: '1.5GB',
  testTimeout: 60_000,
};
