import type { BrokenEngine } from '../broken-engine.js';
import { withOtherPoints, withStates, withVectors } from './change-engine.js';

/** Defects of states, steps and directions. */
export const brokenStates: readonly BrokenEngine[] = [
  { defect: 'a fork that is the same state', caughtBy: 'forks are independent, copies are exact', break: withStates((s) => ({ fork: () => Promise.resolve(s) })) },
  {
    defect: 'slots that come back rounded', caughtBy: 'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
    break: withStates((s) => ({ read: async () => { const r = await s.read(); return { ...r, slots: Object.fromEntries(Object.entries(r.slots).map(([name, v]) => [name, v.map((x) => Number(x.toPrecision(4)))])) }; } })),
  },
  {
    defect: 'slots of single precision that come back rounded', precision: 'float32', caughtBy: 'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
    break: withStates((s) => ({ read: async () => { const r = await s.read(); return { ...r, slots: Object.fromEntries(Object.entries(r.slots).map(([name, v]) => [name, v.map((x) => Number(x.toPrecision(6)))])) }; } })),
  },
  {
    defect: "points that stay the caller's", caughtBy: 'arrays that go in or out are copies',
    break: withOtherPoints((given) => given, (s, others) => ({ value: async (d, q) => s.value(d.count > 1000 ? d : await others(d), q) })),
  },
  {
    defect: 'steps that count from zero twice', caughtBy: 'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
    break: withStates((s) => ({ steps: async (n, d, plan, q) => { if (plan.total === 2) await s.steps(1, d, plan, q); return s.steps(n, d, plan, q); } })),
  },
  {
    defect: 'slots that outlive their grid', caughtBy: 'optimizer slots of edges whose grid moved start from zero',
    break: withStates((s) => ({
      write: async (change) => { const { slots } = await s.read(); await s.write(change); if (change.parameters !== undefined && change.slots === undefined) await s.write({ slots }); },
    })),
  },
  {
    defect: 'a schedule that is one step late', caughtBy: 'one step is the update formula of the gradient, evaluated by hand',
    break: withStates((s) => ({ steps: (n, d, plan, q) => s.steps(n, d, { ...plan, first: plan.first - 1 }, q) })),
  },
  {
    defect: 'steps that are counted though their value was not finite', caughtBy: 'steps that meet a number that is not finite leave the state where `done` says',
    break: withStates((s) => ({ steps: async (n, d, plan, q) => { const report = await s.steps(n, d, plan, q); return report.last.status === 'ok' || n === 1 ? report : { ...report, done: n }; } })),
  },
  {
    defect: 'a slope that is a difference quotient of large step', caughtBy: 'values and slopes along a line agree with moved states',
    break: withStates((s) => ({
      alongLine: async (v, t, d, q) => { const [a, b] = [await s.alongLine(v, t, d, q), await s.alongLine(v, t + 0.1, d, q)]; return { ...a, slope: (b.value - a.value) / 0.1 }; },
    })),
  },
  {
    defect: 'a gradient of the state where that of the line was asked for', caughtBy: 'values and slopes along a line agree with moved states',
    break: withStates((s) => ({ alongLine: async (v, t, d, q) => { const at = await s.alongLine(v, t, d, q); await s.gradient(d, q); return at; } })),
  },
  {
    defect: 'vectors that are read out rounded', caughtBy: 'vectors are read and written unchanged, so that a method goes on as if it had not stopped',
    break: withVectors((space) => ({ read: async (index) => (await space.read(index)).map((v) => v * (1 + 2e-16)) })),
  },
  {
    defect: 'a batch that is all rows', caughtBy: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    break: withStates((s) => ({ steps: (n, d, { batch, ...plan }, q) => s.steps(n, d, { ...plan, ...(batch !== undefined && d.sets.length > 1 ? { batch } : {}) }, q) })),
  },
  {
    defect: 'batches in another order', caughtBy: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    break: withStates((s) => ({
      steps: (n, d, { batch, ...plan }, q) => s.steps(n, d, { ...plan, ...(batch === undefined ? {} : { batch: Object.fromEntries(Object.entries(batch).map(([points, b]) => [points, { ...b, stream: b.stream.fork('other') }])) }) }, q),
    })),
  },
  {
    defect: 'a limit of the gradient that nobody keeps', caughtBy: 'a gradient that is too long is shortened to its limit, any other left alone',
    break: withStates((s) => ({ steps: (n, d, { clip: _, ...plan }, q) => s.steps(n, d, plan, q) })),
  },
  {
    defect: 'batches drawn anew in every call', caughtBy: 'what steps over batches come to does not depend on how they are cut into calls',
    break: withStates((s) => ({
      steps: (n, d, { batch, ...plan }, q) => s.steps(n, d, { ...plan, ...(batch === undefined ? {} : { batch: Object.fromEntries(Object.entries(batch).map(([points, b]) => [points, n === 1 ? b : { ...b, stream: b.stream.fork(`${n}`) }])) }) }, q),
    })),
  },
];
