import { brokenBases } from './bases.js';
import type { BrokenPlugin } from './broken-plugin.js';
import { brokenCores } from './cores.js';
import { brokenDatasets } from './datasets.js';
import { brokenExporters } from './exporters.js';
import { brokenGrids } from './grids.js';
import { brokenImporters } from './importers.js';
import { brokenFunctions, brokenInitializers, brokenLosses, brokenOptimizers, brokenRegularizers } from './training.js';

export type { BrokenPlugin } from './broken-plugin.js';

/** Plugins with one defect each: what the kit is checked with. Never use them for anything else. */
export const brokenPlugins: readonly BrokenPlugin[] = Object.freeze([
  ...brokenBases, ...brokenCores, ...brokenGrids, ...brokenInitializers, ...brokenRegularizers, ...brokenOptimizers, ...brokenLosses, ...brokenFunctions, ...brokenDatasets, ...brokenExporters, ...brokenImporters,
]);
