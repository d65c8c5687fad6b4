import * as z from '@knotwork/plugin/zod';
import { runWorkers } from '../run/workers.js';
import { defineLauncher } from './launcher.js';

/** Processes on this machine, begun again when they die. @experimental */
export const local = defineLauncher({
  name: 'local',
  summary: 'Processes on this machine, begun again when they die; they end with the study',
  options: z.strictObject({}),
  launch: ({ program, workers, signal, tell, place }) => runWorkers(program, workers, signal, tell, place),
});
