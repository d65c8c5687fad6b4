import type { PointRows } from '@knotwork/plugin';
import type { BoundData, CompileOptions, Engine, Objective, Program, State, VectorSpace } from '@knotwork/plugin/engine';

/** What a state belongs to. */
export interface Surroundings { readonly program: Program; readonly objective: Objective; readonly options: CompileOptions }

/** Points by set. */
type Rows = Readonly<Record<string, PointRows>>;

/** Methods that replace those of a state. */
export type StateChange = (state: State, around: Surroundings) => Partial<State>;

/** An object whose methods are another's, but for those that are replaced. */
function changed<T extends object>(target: T, change: Partial<T>): T {
  return new Proxy(target, {
    get: (of, key) => {
      const replaced = change[key as keyof T];
      if (replaced !== undefined) return replaced;
      const value = of[key as keyof T];
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(of) : value;
    },
  });
}

/** What engines were changed in. */
const replacements = new WeakMap<Engine, Set<string>>();

/**
 * Names of what was replaced in an engine, its programs and its states, as far as it was used: whoever never asks for any of it sees a sound engine.
 * `bind` and `start`, of which everybody makes use, stand for everything.
 */
export function replacedIn(engine: Engine): ReadonlySet<string> { return replacements.get(engine) ?? new Set(); }

/** An engine made of another, whose replacements are noted. */
function derived(sound: Engine, make: (note: (change: object) => void) => Engine): Engine {
  const names = new Set(replacedIn(sound));
  const engine = make((change) => { for (const name of Object.keys(change)) names.add(name); });
  replacements.set(engine, names);
  return engine;
}

/** The engine with other methods of its own. */
export const withEngine = (change: (sound: Engine) => Partial<Engine>) => (sound: Engine): Engine => derived(sound, (note) => {
  const own = change(sound);
  note(own);
  return { ...sound, ...own };
});

type ProgramChange = (program: Program, around: Omit<Surroundings, 'program'>) => Partial<Program>;

const compiling = (sound: Engine, change: ProgramChange): Engine => ({
  ...sound,
  compile: async (structure, objective, options) => {
    const program = await sound.compile(structure, objective, options);
    return changed(program, change(program, { objective, options }));
  },
});

/** The engine with other methods of its programs. */
export const withPrograms = (change: ProgramChange) => (sound: Engine): Engine => derived(sound, (note) => compiling(sound, (program, around) => {
  const own = change(program, around);
  note(own);
  return own;
}));

/** The engine with other methods of its states, forks included. */
export const withStates = (change: StateChange) => (sound: Engine): Engine => derived(sound, (note) => {
  const unwrapped = new WeakMap<State, State>();
  const wrap = (state: State, around: Surroundings): State => {
    const plain: Partial<State> = { fork: async () => wrap(await state.fork(), around), copyFrom: (other) => state.copyFrom(unwrapped.get(other) ?? other) };
    const own = change(state, around);
    note(own);
    const wrapped = changed(state, { ...plain, ...own });
    unwrapped.set(wrapped, state);
    return wrapped;
  };
  return compiling(sound, (program, around) => ({ start: async (network, beginning) => wrap(await program.start(network, beginning), { program, ...around }) }));
});

/** The engine with other answers of one method of its states. @param change of the answer to what was asked */
export const answering = <K extends keyof State>(
  method: K, change: (answer: Awaited<ReturnType<State[K]>>, asked: Parameters<State[K]>, around: Surroundings) => Awaited<ReturnType<State[K]>>,
): ((sound: Engine) => Engine) => withStates((s, around) => ({
  [method]: async (...asked: Parameters<State[K]>) => change(await (s[method] as (...of: Parameters<State[K]>) => Promise<Awaited<ReturnType<State[K]>>>)(...asked), asked, around),
}));

/** The engine with states that see other points than those that were bound. @param rows that they see */
export const withOtherPoints = (
  rows: (given: Rows) => Rows, change: (state: State, others: (data: BoundData) => Promise<BoundData>) => Partial<State>,
): ((sound: Engine) => Engine) => (sound) => {
  const seen = new WeakMap<BoundData, () => Promise<BoundData>>();
  const bound = withPrograms((program) => ({
    bind: async (given, options) => {
      const data = await program.bind(given, options);
      seen.set(data, () => program.bind(rows(given), options));
      return data;
    },
  }))(sound);
  return withStates((state) => change(state, (data) => seen.get(data)!()))(bound);
};

/** The engine with other methods of its vector spaces. */
export const withVectors = (change: (space: VectorSpace, around: Surroundings) => Partial<VectorSpace>): ((sound: Engine) => Engine) =>
  // Directions are told by the space that they are of: methods of the space itself are replaced.
  withStates((state, around) => ({
    vectors: async (count) => {
      const space = await state.vectors(count);
      return Object.assign(space, change(bare(space), around));
    },
  }));

/** The methods of a space as they were before any was replaced. */
function bare(space: VectorSpace): VectorSpace {
  return {
    count: space.count, load: space.load.bind(space), copy: space.copy.bind(space), addScaled: space.addScaled.bind(space), scale: space.scale.bind(space),
    dot: space.dot.bind(space), read: space.read.bind(space), write: space.write.bind(space),
  };
}
