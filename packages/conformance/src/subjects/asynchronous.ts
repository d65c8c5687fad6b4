import type { Network, PointRows, Samples } from '@knotwork/plugin';
import type { Beginning, BindOptions, BoundData, CompileOptions, Engine, Objective, Program, State, Structure, VectorRef, VectorSpace } from '@knotwork/plugin/engine';

/**
 * A double of an engine that answers later and never hands out or keeps a buffer: arrays are copied on the way in and out, and
 * the caller's arrays are overwritten after the call where the engine had no business to keep them. Code that only works because
 * an engine is synchronous, or shares memory, fails with it.
 */
export function asynchronous(engine: Engine): Engine {
  return {
    // Messages of the engine name it.
    name: engine.name,
    precision: engine.precision,
    can: engine.can,
    ...(engine.notes === undefined ? {} : { notes: engine.notes }),
    ...(engine.held === undefined ? {} : { held: engine.held }),
    examine: (...asked) => engine.examine(...asked),
    compile: async (structure: Structure, objective: Objective, options: CompileOptions): Promise<Program> => later(await engine.compile(structure, objective, options)),
  };
}

let calls = 0;
/** Later: a few microtasks, and a timer at every sixteenth call, so that whoever forgets to wait is overtaken. */
async function pause(): Promise<void> {
  if (calls++ % 16 === 0) await new Promise((resolve) => { setTimeout(resolve); });
  for (let k = 0; k < 3; k++) await Promise.resolve();
}

const states = new WeakMap<State, State>();
const bound = new WeakMap<BoundData, BoundData>();
const spaces = new WeakMap<VectorSpace, VectorSpace>();

function later(program: Program): Program {
  return {
    layout: program.layout,
    structure: program.structure,
    bind: async (rows, options?: BindOptions) => {
      const own = Object.fromEntries(Object.entries(rows).map(([points, of]) => [points, copyRows(of)]));
      await pause();
      const data = await program.bind(own, options);
      // Whoever bound the rows must have copied them.
      for (const { inputs, targets, weights } of Object.values(own)) for (const values of [inputs.values, targets?.values, weights]) values?.fill(NaN);
      return wrapData(data);
    },
    start: async (network: Network, beginning: Beginning = {}) => {
      const own = { spec: network.spec, parameters: network.parameters.slice() };
      const slots = copy(beginning.slots ?? {});
      await pause();
      const state = await program.start(own, { ...beginning, slots });
      for (const values of [own.parameters, ...Object.values(slots)]) values.fill(NaN);
      return wrap(state);
    },
    dispose: async () => { await pause(); await program.dispose(); },
  };
}

function wrapData(data: BoundData): BoundData {
  const wrapped: BoundData = {
    sets: data.sets, count: data.count, blocks: data.blocks,
    reweigh: async (points, weights) => {
      const own = weights.slice();
      await pause();
      await data.reweigh(points, own);
      own.fill(NaN);
    },
    dispose: async () => { await pause(); await data.dispose(); },
  };
  bound.set(wrapped, data);
  return wrapped;
}

function wrap(state: State): State {
  const ref = ({ space, index }: VectorRef): VectorRef => ({ space: spaces.get(space) ?? space, index });
  // What is not from here is handed on, for the engine to refuse.
  const inner = (other: State): State => states.get(other) ?? other;
  const of = (data: BoundData): BoundData => bound.get(data) ?? data;
  const wrapped: State = {
    fork: async () => { await pause(); return wrap(await state.fork()); },
    copyFrom: async (other) => { await pause(); await state.copyFrom(inner(other)); },
    read: async () => { await pause(); return copy(await state.read()); },
    write: async (change) => {
      const own = copy(change);
      await pause();
      await state.write(own);
      for (const values of [own.parameters, ...Object.values(own.slots ?? {})]) values?.fill(NaN);
    },
    value: async (data, query) => { await pause(); return state.value(of(data), query); },
    gradient: async (data, query) => { await pause(); return copy(await state.gradient(of(data), query)); },
    steps: async (count, data, plan, query) => { await pause(); return state.steps(count, of(data), plan, query); },
    // Normal equations and trials are told by what they are, not by what is in them.
    normal: async (data, query) => { await pause(); return state.normal(of(data), query); },
    tryStep: async (normal, damping, data, query) => { await pause(); return state.tryStep(normal, damping, of(data), query); },
    accept: async (trial) => { await pause(); await state.accept(trial); },
    inverseBlocks: async (normal, query, ranges) => { await pause(); return copy(await state.inverseBlocks(normal, query, ranges)); },
    solve: async (normal, query, rhs) => {
      const own = rhs.slice();
      await pause();
      const x = (await state.solve(normal, query, own)).slice();
      own.fill(NaN);
      return x;
    },
    alongLine: async (direction, t, data, query) => { await pause(); return state.alongLine(ref(direction), t, of(data), query); },
    move: async (direction, t) => { await pause(); await state.move(ref(direction), t); },
    vectors: async (count) => {
      const space = await state.vectors(count);
      const double: VectorSpace = {
        count: space.count,
        load: async (index, from) => { await pause(); await space.load(index, from); },
        copy: async (from, to) => { await pause(); await space.copy(from, to); },
        addScaled: async (factor, from, to) => { await pause(); await space.addScaled(factor, from, to); },
        scale: async (factor, index) => { await pause(); await space.scale(factor, index); },
        dot: async (a, b) => { await pause(); return space.dot(a, b); },
        read: async (index) => { await pause(); return (await space.read(index)).slice(); },
        write: async (index, values) => {
          const own = values.slice();
          await pause();
          await space.write(index, own);
          own.fill(NaN);
        },
      };
      spaces.set(double, space);
      return double;
    },
    outputs: async (data, reads) => { await pause(); return copy(await state.outputs(of(data), reads)); },
    rows: async (data, block, from, to) => { await pause(); return copy(await state.rows(of(data), block, from, to)); },
    preActivations: async (data, layer) => { await pause(); return copy(await state.preActivations(of(data), layer)); },
    moments: async (data, layer) => { await pause(); return copy(await state.moments(of(data), layer)); },
    dispose: async () => { await pause(); await state.dispose(); },
  };
  states.set(wrapped, state);
  return wrapped;
}

function copyRows({ inputs, targets, weights }: PointRows): PointRows {
  const samples = ({ values, ...rest }: Samples): Samples => ({ ...rest, values: values.slice() });
  return { inputs: samples(inputs), ...(targets === undefined ? {} : { targets: samples(targets) }), ...(weights === undefined ? {} : { weights: weights.slice() }) };
}

/** Plain values that may hold arrays of numbers further down; everything else is passed on as it is. */
const NESTED = new Set(['slots', 'network', 'terms', 'base']);

/** Copies arrays of numbers wherever they are in a plain value. */
function copy<T>(value: T): T {
  if (value instanceof Float64Array) return value.slice() as T;
  if (Array.isArray(value)) return value.map((v: unknown) => copy(v)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v instanceof Float64Array || NESTED.has(k) ? copy(v as unknown) : v])) as T;
}
