import { withConditions } from '@knotwork/network';
import { type CompileOptions, type Engine, type EngineCapabilities, type Objective, type Precision, requireCapable, type Structure } from '@knotwork/plugin/engine';
import type { Awaitable, Backend, Task } from './backend.js';
import { blockForms } from './block-form.js';
import { countUnknowns } from './count-unknowns.js';
import { wrongUse } from './errors.js';
import { layoutOf } from './layout.js';
import { EngineProgram } from './program.js';
import { requireOptions } from './require-options.js';
import { needsOf, requireReads } from './require-reads.js';

/** What makes an engine of a back end. */
export interface EngineParts {
  readonly name: string;
  readonly precision: Precision;
  readonly can: EngineCapabilities;
  readonly notes?: Engine['notes'];
  /** Memory of a program, its points and one state, by arithmetic alone. @param unknowns how many there are, @param points of each set */
  bytes(structure: Structure, objective: Objective, options: CompileOptions, unknowns: number, points: Readonly<Record<string, number>>): number;
  make(task: Task): Awaitable<Backend>;
  /** What back ends hold that no garbage collector frees, see `Engine.held`; left out for nothing. */
  readonly held?: Engine['held'];
}

/** An engine whose programs and states are those of this package, over a back end of its own. */
export function engineOver({ name, precision, can, notes, bytes, make, held }: EngineParts): Engine {
  const engine = { name, can };
  /** What back ends compute: outputs that hold conditions are made of what the last layer gives. */
  const posed = (structure: Structure, objective: Objective, options: CompileOptions): Objective => {
    requireOptions(options);
    requireReads(objective, structure);
    requireCapable(engine, needsOf(structure, objective));
    return withConditions(objective, structure.spec);
  };
  return {
    name, precision, can, ...(notes === undefined ? {} : { notes }), ...(held === undefined ? {} : { held }),
    examine: (structure, written, options, points) => {
      const objective = posed(structure, written, options);
      const unknowns = countUnknowns(structure, objective, options);
      if (unknowns === 0) throw wrongUse('nothing is trainable');
      return { unknowns, bytes: bytes(structure, objective, options, unknowns, points) };
    },
    compile: async (structure, written, options) => {
      const objective = posed(structure, written, options);
      const task: Task = { structure, objective, blocks: blockForms(objective), options, layout: layoutOf(structure, objective, options) };
      return new EngineProgram(engine, task, await make(task));
    },
  };
}
