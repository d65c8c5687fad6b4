import type { LauncherDefinition } from './launcher.js';
import { local } from './local.js';
import { ray } from './ray/ray.js';
import { slurm } from './slurm/slurm.js';

export { defineLauncher, type LaunchContext, type LauncherDefinition, launcherKind } from './launcher.js';

/** The launchers that come with studies. */
export const launchers: readonly LauncherDefinition[] = [local, slurm, ray];
