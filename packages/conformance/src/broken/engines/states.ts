import type { BatchPlan, Slots, StepPlan } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withOtherPoints, withStates, withVectors } from './change-engine.js';

/** Slots to some digits. */
const rounded = (slots: Slots, digits: number): Slots => Object.fromEntries(Object.entries(slots).map(([name, v]) => [name, v.map((x) => Number(x.toPrecision(digits)))]));

/** A plan with other streams to draw batches from. */
const withStreams = ({ batch, ...plan }: StepPlan, change: (stream: BatchPlan['stream']) => BatchPlan['stream']): StepPlan => ({
  ...plan, ...(batch === undefined ? {} : { batch: Object.fromEntries(Object.entries(batch).map(([points, { size, stream }]) => [points, { size, stream: change(stream) }])) }),
});

/** Defects of states, steps and directions. */
export const brokenStates: readonly BrokenEngine[] = [
  { defect: 'a fork that is the same state', caughtBy: 'forks are independent, copies are exact',
    alsoFails: [{
      because: 'they take steps of a fork',
      checks: [
        'normal equations and trials of an earlier state are refused, whatever changed it',
        'scalars that must be positive stay so after steps, moves and trials',
        'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
        'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
        'steps that meet a number that is not finite leave the state where `done` says',
        'what steps over batches come to does not depend on how they are cut into calls',
        'shape parameters that must be positive stay so after steps and moves',
        'steps, looks at a state, and states and points that are disposed of leave nothing behind',
      ],
    }],
    break: withStates((s) => ({ fork: () => Promise.resolve(s) })) },
  {
    defect: 'slots that come back rounded', caughtBy: 'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
    alsoFails: [{
      because: 'they go by slots that were read',
      checks: [
        'steps and lines see the gradient of a loss', 'a set is seen in batches while another is seen whole',
        'steps update scalars by the formula, and no weight decay reaches them',
        'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
        'one step is the update formula of the gradient, evaluated by hand',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
      ],
    }],
    break: answering('read', (r) => ({ ...r, slots: rounded(r.slots, 4) })),
  },
  {
    defect: 'slots of single precision that come back rounded', precision: 'float32', caughtBy: 'what is read out is taken back unchanged, so that a run goes on as if it had not stopped',
    alsoFails: [{ because: 'a state goes on where another was read', checks: ['steps update scalars by the formula, and no weight decay reaches them'] }],
    break: answering('read', (r) => ({ ...r, slots: rounded(r.slots, 6) })),
  },
  {
    defect: "points that stay the caller's", caughtBy: 'arrays that go in or out are copies',
    alsoFails: [{
      because: 'points that are gone are bound again, and stay',
      checks: ['what belongs to another program, or is not there any more, is refused', 'steps, looks at a state, and states and points that are disposed of leave nothing behind'],
    }],
    break: withOtherPoints((given) => given, (s, others) => ({ value: async (d, q) => s.value(d.count > 1000 ? d : await others(d), q) })),
  },
  {
    defect: 'steps that count from zero twice', caughtBy: 'optimizer slots start at zero, are updated, read back, and reset where parameters were written',
    break: withStates((s) => ({
      steps: async (n, d, plan, q) => {
        if (plan.total === 2) await s.steps(1, d, plan, q);
        return s.steps(n, d, plan, q);
      },
    })),
  },
  {
    defect: 'slots that outlive their grid', caughtBy: 'optimizer slots of edges whose grid moved start from zero',
    alsoFails: [{ because: 'slots outlive numbers that were written', checks: ['optimizer slots start at zero, are updated, read back, and reset where parameters were written'] }],
    break: withStates((s) => ({
      write: async (change) => {
        const { slots } = await s.read();
        await s.write(change);
        if (change.parameters !== undefined && change.slots === undefined) await s.write({ slots });
      },
    })),
  },
  {
    defect: 'a schedule that is one step late', caughtBy: 'one step is the update formula of the gradient, evaluated by hand',
    alsoFails: [{
      because: 'they go by the number of the step',
      checks: [
        'a set is seen in batches while another is seen whole', 'steps update scalars by the formula, and no weight decay reaches them',
        'steps that meet a number that is not finite leave the state where `done` says',
        'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
        'a gradient that is too long is shortened to its limit, any other left alone',
      ],
    }],
    break: withStates((s) => ({ steps: (n, d, plan, q) => s.steps(n, d, { ...plan, first: plan.first - 1 }, q) })),
  },
  {
    defect: 'steps that are counted though their value was not finite', caughtBy: 'steps that meet a number that is not finite leave the state where `done` says',
    break: answering('steps', (report, [n]) => (report.last.status === 'ok' || n === 1 ? report : { ...report, done: n })),
  },
  {
    defect: 'a slope that is a difference quotient of large step', caughtBy: 'values and slopes along a line agree with moved states',
    alsoFails: [{
      because: 'they look at slopes along lines',
      checks: [
        'steps and lines see the gradient of a loss', 'vectors and moves have scalars behind the numbers of the network',
      ],
    }],
    break: withStates((s) => ({
      alongLine: async (v, t, d, q) => {
        const [a, b] = [await s.alongLine(v, t, d, q), await s.alongLine(v, t + 0.1, d, q)];
        return { ...a, slope: (b.value - a.value) / 0.1 };
      },
    })),
  },
  {
    defect: 'a gradient of the state where that of the line was asked for', caughtBy: 'values and slopes along a line agree with moved states',
    break: withStates((s) => ({
      alongLine: async (v, t, d, q) => {
        const at = await s.alongLine(v, t, d, q);
        await s.gradient(d, q);
        return at;
      },
    })),
  },
  {
    defect: 'vectors that are read out rounded', caughtBy: 'vectors are read and written unchanged, so that a method goes on as if it had not stopped',
    break: withVectors((space) => ({ read: async (index) => (await space.read(index)).map((v) => v * (1 + 2e-16)) })),
  },
  {
    defect: 'a batch that is all rows', caughtBy: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    alsoFails: [{ because: 'it takes batches too', checks: ['a gradient that is too long is shortened to its limit, any other left alone'] }],
    break: withStates((s) => ({ steps: (n, d, { batch, ...plan }, q) => s.steps(n, d, { ...plan, ...(batch !== undefined && d.sets.length > 1 ? { batch } : {}) }, q) })),
  },
  {
    defect: 'batches in another order', caughtBy: 'a step over a batch is the update formula of the gradient of its rows, weighted by their share',
    alsoFails: [{
      because: 'they take batches too',
      checks: [
        'a set is seen in batches while another is seen whole', 'a gradient that is too long is shortened to its limit, any other left alone',
      ],
    }],
    break: withStates((s) => ({
      steps: (n, d, plan, q) => s.steps(n, d, withStreams(plan, (stream) => stream.fork('other')), q),
    })),
  },
  {
    defect: 'a limit of the gradient that nobody keeps', caughtBy: 'a gradient that is too long is shortened to its limit, any other left alone',
    break: withStates((s) => ({ steps: (n, d, { clip: _, ...plan }, q) => s.steps(n, d, plan, q) })),
  },
  {
    defect: 'batches drawn anew in every call', caughtBy: 'what steps over batches come to does not depend on how they are cut into calls',
    break: withStates((s) => ({
      steps: (n, d, plan, q) => s.steps(n, d, n === 1 ? plan : withStreams(plan, (stream) => stream.fork(`${n}`)), q),
    })),
  },
];
