import type { BrokenEngine } from './broken-engine.js';
import {
  brokenBlocks, brokenDerivatives, brokenEngineLosses, brokenMemory, brokenNormals, brokenPenalties, brokenRefusals, brokenScalars, brokenStates, brokenStructures,
} from './engines/index.js';

/** Engines with one defect each, made of sound ones: what the kit is checked with. */
export const brokenEngines: readonly BrokenEngine[] = Object.freeze([
  ...brokenDerivatives, ...brokenNormals, ...brokenEngineLosses, ...brokenBlocks, ...brokenScalars, ...brokenStructures, ...brokenStates, ...brokenPenalties, ...brokenMemory, ...brokenRefusals,
]);
