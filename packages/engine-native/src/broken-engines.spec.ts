import { expect, test } from '@jest/globals';
import { engineChecks } from '@knotwork/conformance';
import type { CompileOptions, Engine, State } from '@knotwork/plugin';
import { native } from './index.js';

// The checks are checked: an engine with one defect must fail the check named for it.

const engine = await native.create({ precision: 'float64' });

/** Methods that replace those of a state. */
type Change = (state: State, options: CompileOptions) => Partial<State>;

/** The native engine with some methods of its states replaced. */
function broken(change: Change): Engine {
  const wrap = (state: State, options: CompileOptions): State => new Proxy(state, {
    get: (target, key) => {
      const replaced = change(target, options)[key as keyof State] as unknown;
      if (replaced !== undefined) return replaced;
      if (key === 'fork') return async () => wrap(await target.fork(), options);
      if (key === 'copyFrom') return (other: State) => target.copyFrom(unwrapped.get(other) ?? other);
      const value = target[key as keyof State] as unknown;
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
  const unwrapped = new WeakMap<State, State>();
  return {
    ...engine,
    compile: async (...args) => {
      const program = await engine.compile(...args);
      return new Proxy(program, {
        get: (target, key) => {
          if (key === 'start') return async (...a: Parameters<typeof target.start>) => { const s = await target.start(...a); const w = wrap(s, args[2]); unwrapped.set(w, s); return w; };
          const value = target[key as keyof typeof target] as unknown;
          return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value;
        },
      });
    },
  };
}

/** Value of every frozen penalty when it was asked for first. */
const firstPenalties = new WeakMap<object, number>();

const defects: Readonly<Record<string, [string, Change]>> = {
  'a gradient without the penalty': ['gradients agree with differences of values, penalty included', (s) => ({ gradient: (d) => s.gradient(d) })],
  'Jacobian rows that are shifted by one': ['Jacobian rows agree with differences of outputs', (s) => ({ rows: (d, from, to) => s.rows(d, from + 1, to + 1) })],
  'a loss that is halved like a square': ['a loss is the mean of its formula, and its gradient agrees with differences', (s) => ({ gradient: async (d, q) => { const g = await s.gradient(d, q); return { ...g, value: g.value / 2, data: g.data / 2 }; } })],
  'rows of a loss that carry its slope': ['Jacobian rows of a loss are those of the outputs', (s) => ({ rows: async (d, from, to) => (await s.rows(d, from, to)).map((v) => 0.5 * v) })],
  'damping of a loss that is halved': ["a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out", (s) => ({ tryStep: (n, damping, d, q) => s.tryStep(n, { ...damping, mu: damping.mu / 2 }, d, q) })],
  'lines that go on from where a loss was': ['steps and lines see the gradient of a loss', (s) => ({ alongLine: async (v, t, d, q) => { const at = await s.alongLine(v, t, d, q); return { ...at, slope: 2 * at.slope }; } })],
  'a loss of half precision': ['losses in float32 agree with float64 to 1e-3', (s, { precision }) => ({
    gradient: async (d, q) => { const g = await s.gradient(d, q); return precision === 'float64' ? g : { ...g, gradient: g.gradient.map((v) => v * (1 + 2 ** -8)) }; },
  })],
  'damping that is ignored': ['a damped step solves the normal equations of the Jacobian rows', (s) => ({ tryStep: (n, damping, d, q) => s.tryStep(n, { ...damping, mu: damping.mu / 2 }, d, q) })],
  'a fork that is the same state': ['forks are independent, copies are exact, stale trials are refused', (s) => ({ fork: () => Promise.resolve(s) })],
  'a slope that is a difference quotient of large step': ['values and slopes along a line agree with moved states', (s) => ({
    alongLine: async (v, t, d, q) => { const [a, b] = [await s.alongLine(v, t, d, q), await s.alongLine(v, t + 0.1, d, q)]; return { ...a, slope: (b.value - a.value) / 0.1 }; },
  })],
  'steps that count from zero twice': ['optimizer slots start at zero, are updated, read back, and reset where parameters were written', (s) => ({
    steps: async (n, d, plan, q) => { await s.steps(1, d, plan, q); return s.steps(n, d, plan, q); },
  })],
  'slots that outlive their grid': ['optimizer slots of edges whose grid moved start from zero', (s) => ({
    read: async () => { const read = await s.read(); return { ...read, slots: Object.fromEntries(Object.entries(read.slots).map(([k, v]) => [k, v.map((x) => x || 1)])) }; },
  })],
  'second derivatives in place of first': ['edge functions add up to the layer, and their derivatives agree with differences', (s) => ({ edges: (l, p, order) => s.edges(l, p, order === 1 ? 2 : order) })],
  'an exception instead of a status': ['a number that is not finite is a status with its place', (s) => ({
    value: async (d, q) => { const v = await s.value(d, q); if (v.status !== 'ok') throw new Error('NaN'); return v; },
  })],
  'zero times what is not a number': ['inputs without edges are not looked at', (s) => ({
    outputs: async (d) => { const y = await s.outputs(d); return (await s.preActivations(d, 0)).values.some(Number.isNaN) ? { ...y, values: y.values.map(() => NaN) } : y; },
  })],
  'a trial that promises more than it gives': ['a damped step solves the normal equations of the Jacobian rows', (s) => ({
    tryStep: async (n, damping, d, q) => { const t = await s.tryStep(n, damping, d, q); return Object.assign(t, { value: { ...t.value, value: t.value.value * (1 - 1e-9) } }); },
  })],
  'a schedule that is one step late': ['one step is the update formula of the gradient, evaluated by hand', (s) => ({ steps: (n, d, plan, q) => s.steps(n, d, { ...plan, first: plan.first - 1 }, q) })],
  'a batch that is all rows': ['a step over a batch is the update formula of the gradient of its rows, weighted by their share', (s) => ({
    steps: (n, d, { batch: _, ...plan }, q) => s.steps(n, d, plan, q),
  })],
  'batches in another order': ['a step over a batch is the update formula of the gradient of its rows, weighted by their share', (s) => ({
    steps: (n, d, { batch, ...plan }, q) => s.steps(n, d, { ...plan, ...(batch === undefined ? {} : { batch: { ...batch, stream: batch.stream.fork('other') } }) }, q),
  })],
  'a limit of the gradient that nobody keeps': ['a gradient that is too long is shortened to its limit, any other left alone', (s) => ({
    steps: (n, d, { clip: _, ...plan }, q) => s.steps(n, d, plan, q),
  })],
  'batches drawn anew in every call': ['what steps over batches come to does not depend on how they are cut into calls', (s) => ({
    steps: (n, d, plan, q) => s.steps(n, d, { ...plan, ...(plan.batch === undefined ? {} : { batch: { ...plan.batch, stream: plan.batch.stream.fork(`${n}`) } }) }, q),
  })],
  'a gradient of the state where that of the line was asked for': ['values and slopes along a line agree with moved states', (s) => ({
    alongLine: async (v, t, d, q) => { const at = await s.alongLine(v, t, d, q); await s.gradient(d, q); return at; },
  })],
  'outputs that depend on how many rows there are': ['a row by itself gives what it gives among others', (s) => ({
    outputs: async (d) => { const y = await s.outputs(d); return { ...y, values: y.values.map((v) => v * (1 + 1e-9 * d.count)) }; },
  })],
  'a constraint that steps forget': ['shape parameters that must be positive stay so after steps and moves', (s) => ({
    steps: async (n, d, plan, q) => {
      const { network: { parameters: before } } = await s.read();
      const report = await s.steps(n, d, plan, q);
      await s.write({ parameters: (await s.read()).network.parameters.map((v, k) => (v === Math.max(0.1 * before[k]!, 1e-6) ? 1e-6 : v)) });
      return report;
    },
  })],
  'a value along a line that does not keep constraints': ['shape parameters that must be positive stay so after steps and moves', (s) => ({
    alongLine: async (v, t, d, q) => { const at = await s.alongLine(v, t, d, q); return { ...at, value: at.value * (1 + 1e-9) }; },
  })],
  'moments that count a product twice': ['moments are averages of the features and of their products', (s) => ({
    moments: async (d, l) => {
      const m = await s.moments(d, l);
      return { ...m, terms: m.terms.map((t) => ({ ...t, second: t.second.map((v, k) => (k % t.band === 0 ? v : 2 * v)) })) };
    },
  })],
  'moments of the base function without its square': ['moments are averages of the features and of their products', (s) => ({
    moments: async (d, l) => {
      const m = await s.moments(d, l);
      return { ...m, terms: m.terms.map((t) => (t.base === null ? t : { ...t, base: { ...t.base, square: t.base.mean } })) };
    },
  })],
  'a penalty that is frozen too high': ['a penalty that is frozen has its own value there, and its own gradient', (s) => ({
    value: async (d, q) => { const v = await s.value(d, q); return { ...v, penalty: v.penalty * (1 + 1e-2) }; },
  })],
  'a gradient of half the penalty': ['a penalty that is frozen has its own value there, and its own gradient', (s) => ({
    gradient: async (d, q) => { const [a, b] = [await s.gradient(d, q), await s.gradient(d)]; return { ...a, gradient: a.gradient.map((v, k) => (v + b.gradient[k]!) / 2) }; },
  })],
  'a penalty that stays where it is frozen': ['a concave penalty that is frozen lies nowhere below it', (s) => ({
    value: async (d, q) => {
      const v = await s.value(d, q);
      if (q?.penalty === undefined) return v;
      if (!firstPenalties.has(q.penalty)) firstPenalties.set(q.penalty, v.penalty);
      return { ...v, penalty: firstPenalties.get(q.penalty)! };
    },
  })],
  'a penalty that divides by edges that are zero': ['edges that are zero leave penalties finite, and stay zero for them where all are', (s) => ({
    gradient: async (d, q) => { const g = await s.gradient(d, q); return g.penalty === 0 ? { ...g, gradient: g.gradient.map((v) => (q === undefined ? v : v / g.penalty)) } : g; },
  })],
  'penalties of half precision for single ones': ['frozen penalties in float32 agree with those in float64 to 1e-2', (s, { precision }) => ({
    gradient: async (d, q) => { const g = await s.gradient(d, q); return precision === 'float64' ? g : { ...g, penalty: g.penalty * 1.03 }; },
  })],
  'numbers of half precision for single ones': ['float32 agrees with float64 to 1e-4', (s, { precision }) => ({
    gradient: async (d, q) => { const g = await s.gradient(d, q); return precision === 'float64' ? g : { ...g, gradient: g.gradient.map((v) => v * (1 + 2 ** -11)) }; },
  })],
  'slots that come back rounded': ['what float32 reads out it takes back unchanged, so that a run goes on as if it had not stopped', (s, { precision }) => ({
    read: async () => { const r = await s.read(); return precision === 'float64' ? r : { ...r, slots: Object.fromEntries(Object.entries(r.slots).map(([name, v]) => [name, v.map((x) => Number(x.toPrecision(4)))])) }; },
  })],
  'a place that is always the first edge': ['the place of a number that is not finite is found in networks of every kind', (s) => ({
    value: async (d, q) => { const v = await s.value(d, q); return v.place === undefined ? v : { ...v, place: { ...v.place, from: 0, to: 0 } }; },
  })],
};

test('biases that are not trained fail the check of unknowns', async () => {
  const check = engineChecks.find((c) => c.name === 'unknowns are the parameters that are counted');
  const withoutBias: Engine = { ...engine, compile: (s, o, options) => engine.compile(s, o, { ...options, trainable: options.trainable.filter((role) => role !== 'bias') }) };
  await expect(check!.run(withoutBias)).rejects.toThrow('unknowns');
});

for (const [defect, [name, change]] of Object.entries(defects)) {
  test(`${defect} fails the check "${name}"`, async () => {
    const check = engineChecks.find((c) => c.name === name);
    expect(check).toBeDefined();
    await expect(check!.run(broken(change))).rejects.toThrow();
  }, 60_000);
}
