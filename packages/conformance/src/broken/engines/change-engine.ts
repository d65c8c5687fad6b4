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

/** The engine with other methods of its own. */
export const withEngine = (change: (sound: Engine) => Partial<Engine>) => (sound: Engine): Engine => ({ ...sound, ...change(sound) });

/** The engine with other methods of its programs. */
export const withPrograms = (change: (program: Program, around: Omit<Surroundings, 'program'>) => Partial<Program>) => (sound: Engine): Engine => ({
  ...sound,
  compile: async (structure, objective, options) => {
    const program = await sound.compile(structure, objective, options);
    return changed(program, change(program, { objective, options }));
  },
});

/** The engine with other methods of its states, forks included. */
export const withStates = (change: StateChange) => (sound: Engine): Engine => {
  const unwrapped = new WeakMap<State, State>();
  const wrap = (state: State, around: Surroundings): State => {
    const own: Partial<State> = { fork: async () => wrap(await state.fork(), around), copyFrom: (other) => state.copyFrom(unwrapped.get(other) ?? other) };
    const wrapped = changed(state, { ...own, ...change(state, around) });
    unwrapped.set(wrapped, state);
    return wrapped;
  };
  return withPrograms((program, around) => ({ start: async (network, beginning) => wrap(await program.start(network, beginning), { program, ...around }) }))(sound);
};

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
