import { type Engine, type EngineDefinition, defineEngine, definePackage, z } from '@knotwork/plugin';
import { capabilities } from './capabilities.js';
import type { Path, Task } from './path.js';
import { NativeProgram } from './program.js';
import { ReferencePath } from './reference/reference-path.js';

/** The way of computing for a task. */
async function choosePath(task: Task): Promise<Path> {
  return new ReferencePath(task);
}

/** The default engine: a plain reference path over Float64Array, with local support. */
export const native: EngineDefinition = defineEngine({
  name: 'native',
  summary: 'Runs in this process, in Node or a browser, without anything to install',
  options: z.strictObject({
    precision: z.enum(['float64', 'float32']).default('float64').describe('number format of parameters and sums'),
  }),
  create: (): Promise<Engine> => Promise.resolve({
    name: 'native',
    can: capabilities,
    compile: (structure, objective, options) => NativeProgram.compile(structure, objective, options, choosePath),
  }),
});

export default definePackage({ api: 1, plugins: [native] });
