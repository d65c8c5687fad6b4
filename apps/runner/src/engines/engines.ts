import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { engineText } from './engine-text.js';
import { survey } from './survey.js';

/** Lists engines and their backends, and tries all that are ready. @returns the exit status */
export async function engines(_: object, output: Output): Promise<number> {
  const found = await survey(installed(await standardPackages()).catalog);
  for (const line of engineText(found)) output.say(line);
  output.json({ engines: found });
  return found.some(({ test, backends }) => [test, ...(backends ?? []).map((backend) => backend.test)].some((t) => t?.passed === false)) ? EXIT.numerical : EXIT.done;
}
