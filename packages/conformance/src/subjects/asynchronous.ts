import type { BoundData, CompileOptions, Engine, Network, Objective, Program, Rows, Slots, State, Structure, VectorRef, VectorSpace } from '@knotwork/plugin';

/**
 * A double of an engine that answers later and never hands out or keeps a buffer: arrays are copied on the way in and out, and
 * the caller's arrays are overwritten after the call where the engine had no business to keep them. Code that only works because
 * an engine is synchronous, or shares memory, fails with it.
 */
export function asynchronous(engine: Engine): Engine {
  return {
    name: `${engine.name} (asynchronous double)`,
    precision: engine.precision,
    can: engine.can,
    ...(engine.notes === undefined ? {} : { notes: engine.notes }),
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
const spaces = new WeakMap<VectorSpace, VectorSpace>();

function later(program: Program): Program {
  return {
    layout: program.layout,
    structure: program.structure,
    bind: async (points, rows) => {
      const own = copyRows(rows);
      await pause();
      const data = await program.bind(points, own);
      // Whoever bound the rows must have copied them.
      own.inputs.values.fill(NaN);
      own.targets.values.fill(NaN);
      return data;
    },
    start: async (network: Network, slots?: Slots) => {
      const own = { spec: network.spec, parameters: network.parameters.slice() };
      await pause();
      const state = await program.start(own, slots === undefined ? undefined : copy(slots));
      own.parameters.fill(NaN);
      return wrap(state);
    },
    dispose: async () => { await pause(); await program.dispose(); },
  };
}

function wrap(state: State): State {
  const ref = ({ space, index }: VectorRef): VectorRef => ({ space: spaces.get(space)!, index });
  const inner = (other: State): State => states.get(other)!;
  const wrapped: State = {
    fork: async () => { await pause(); return wrap(await state.fork()); },
    copyFrom: async (other) => { await pause(); await state.copyFrom(inner(other)); },
    read: async () => { await pause(); return copy(await state.read()); },
    write: async (change) => {
      const own = copy(change);
      await pause();
      await state.write(own);
      own.parameters?.fill(NaN);
    },
    freeze: async (data) => { await pause(); return state.freeze(data); },
    value: async (data, query) => { await pause(); return state.value(data, query); },
    gradient: async (data, query) => { await pause(); return copy(await state.gradient(data, query)); },
    steps: async (count, data, plan, query) => { await pause(); return state.steps(count, data, plan, query); },
    normal: async (data, query) => { await pause(); return state.normal(data, query); },
    tryStep: async (normal, damping, data, query) => { await pause(); return state.tryStep(normal, damping, data, query); },
    accept: async (trial) => { await pause(); await state.accept(trial); },
    alongLine: async (direction, t, data, query) => { await pause(); return state.alongLine(ref(direction), t, data, query); },
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
      };
      spaces.set(double, space);
      return double;
    },
    outputs: async (data: BoundData, jets) => { await pause(); return copy(await state.outputs(data, jets)); },
    rows: async (data, from, to) => { await pause(); return copy(await state.rows(data, from, to)); },
    preActivations: async (data, layer) => { await pause(); return copy(await state.preActivations(data, layer)); },
    edges: async (layer, points, order) => { const own = points.slice(); await pause(); return copy(await state.edges(layer, own, order)); },
    moments: async (data, layer) => { await pause(); return copy(await state.moments(data, layer)); },
    dispose: async () => { await pause(); await state.dispose(); },
  };
  states.set(wrapped, state);
  return wrapped;
}

const copyRows = (rows: Rows): Rows => ({
  inputs: { ...rows.inputs, values: rows.inputs.values.slice() }, targets: { ...rows.targets, values: rows.targets.values.slice() },
});

/** Plain values that may hold arrays of numbers further down; everything else is passed on as it is. */
const NESTED = new Set(['slots', 'network', 'terms', 'base']);

/** Copies arrays of numbers wherever they are in a plain value. */
function copy<T>(value: T): T {
  if (value instanceof Float64Array) return value.slice() as T;
  if (Array.isArray(value)) return value.map((v: unknown) => copy(v)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v instanceof Float64Array || NESTED.has(k) ? copy(v as unknown) : v])) as T;
}
