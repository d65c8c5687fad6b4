import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherDefinition } from '../launchers/launcher.js';

/** What queues say of the workers of a study, a line each. @param launchers of which those are asked that keep files in the folder of the study */
export async function queuesOf(folder: string, launchers: readonly LauncherDefinition[]): Promise<string[]> {
  const lines = await Promise.all(launchers.map(({ name, queue }) => (queue !== undefined && existsSync(join(folder, name)) ? queue(folder) : null)));
  return lines.filter((line) => line !== null);
}
