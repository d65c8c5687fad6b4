import { continual } from './continual.js';
import { pde } from './pde.js';
import type { Preset } from './preset.js';
import { staircase } from './staircase.js';
import { table } from './table.js';

export type { Preset } from './preset.js';

/** The presets that come with this version. */
export const presets: readonly Preset[] = [table, staircase, continual, pde];

/** Presets that are planned: a file that names them is told so. */
export const comingPresets: readonly string[] = ['hello'];
