import { type Engine, type EngineDefinition, defineEngine, definePackage, z } from '@knotwork/plugin';
import { capabilities } from './capabilities.js';
import { NativeProgram } from './program.js';

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
    // Refusals come as rejections, like everything else of this asynchronous edge.
    compile: async (structure, objective, options) => new NativeProgram(structure, objective, options),
  }),
});

export default definePackage({ api: 1, plugins: [native] });
