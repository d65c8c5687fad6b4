import type * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { Structure } from '../model/structure.js';
import type { EngineCapabilities } from './capabilities.js';
import type { Objective } from './objective.js';
import type { CompileOptions, Extent, Program } from './program.js';

export type Precision = 'float64' | 'float32';

/** Compiles networks to programs. */
export interface Engine {
  readonly name: string;
  /** Number format of parameters and sums. */
  readonly precision: Precision;
  readonly can: EngineCapabilities;
  /**
   * What a run's record says about how this engine computes, such as `{ path: 'reference' }`. A run's identity depends on it. Where it
   * says `because`, users are told when a run begins: that is why this engine does not compute its usual way.
   */
  readonly notes?: Readonly<Record<string, string>>;
  /**
   * Refuses what `compile` and `bind` would refuse, and says how large the program would be. Allocates nothing that grows with rows or unknowns.
   *
   * @param points how many there are of each set
   * @throws KnotworkError `capability` naming what this engine lacks and the way out
   */
  examine(structure: Structure, objective: Objective, options: CompileOptions, points: Readonly<Record<string, number>>): Extent;
  /** @throws KnotworkError `capability` as `examine` does */
  compile(structure: Structure, objective: Objective, options: CompileOptions): Promise<Program>;
  /**
   * What programs, their points and states hold now that no garbage collector frees, in a unit of the engine's own, such as tensors or bytes; at least 0. What was
   * disposed of is not among it, and steps add nothing to it. Others of the same memory, such as a second engine over one library, may count too. Left out where the collector frees everything.
   */
  held?(): number;
}

/** Something that computes for an engine that has a choice, such as a native library, which may be there or not. */
export interface EngineBackend {
  /** What people call it. */
  readonly name: string;
  /** Options of the engine that choose it, such as `{ backend: 'wasm' }`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** `ready`: it computes when it is chosen; `broken`: something of it is there, and not all; `unsupported`: it cannot be had on this machine. */
  readonly state: 'ready' | 'absent' | 'broken' | 'unsupported';
  /** Versions of the libraries it is made of, by their names; left out where it is made of none. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Why it is not ready: a sentence. */
  readonly because?: string;
  /** What to do about that: a sentence. */
  readonly cure?: string;
}

/** A compute engine. @experimental */
export interface EngineDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'engine', S> {
  /** @param options as a file gives them; defaults are filled in */
  create(options: z.input<S>): Promise<Engine>;
  /** What may compute on this machine, in the order in which it is tried; left out where there is no choice. Cheap: it looks, and loads nothing. */
  backends?(): Promise<readonly EngineBackend[]>;
}

const PARTS: Parts<EngineDefinition> = { create: called, backends: called.optional() };

/** An engine as its author writes it: `create` gets all options. */
export type EngineOf<S extends OptionsSchema> = Omit<EngineDefinition<S>, 'kind' | 'create'> & { create(options: OptionsOf<S>): Promise<Engine> };

/** Declares a compute engine. @experimental */
export function defineEngine<S extends OptionsSchema>(engine: EngineOf<S>): EngineDefinition<S> {
  const { create, ...rest } = engine;
  // What is no function is left to be told as such.
  return define({ kind: 'engine', ...rest, create: typeof create === 'function' ? (options) => create(engine.options.parse(options)) : create }, PARTS);
}

/**
 * Variable of the environment that says how many threads engines of a process may compute with; without it as many as the machine has, up to eight. Results do not depend on it, so that
 * it is a matter of the process and not of the experiment.
 */
export const THREADS = 'KNOTWORK_THREADS';
