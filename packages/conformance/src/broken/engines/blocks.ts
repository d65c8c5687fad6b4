import type { BrokenEngine } from '../broken-engine.js';
import { answering, type StateChange, withOtherPoints, withPrograms, withStates } from './change-engine.js';

/** A change of states of an objective of several blocks. */
const ofBlocks = (change: StateChange): BrokenEngine['break'] => withStates((s, around) => (around.objective.blocks.length > 1 ? change(s, around) : {}));

/** Defects of objectives of several blocks over several sets of points. */
export const brokenBlocks: readonly BrokenEngine[] = [
  {
    defect: 'blocks that are told with their weights', caughtBy: 'an objective is the weighted sum of its blocks, each of them by hand',
    alsoFails: [{ because: 'it says what blocks are without weights', checks: ['a query replaces the weights of the blocks that it names'] }],
    break: ofBlocks((s, { objective: { blocks } }) => ({
      value: async (d, q) => {
        const v = await s.value(d, q);
        return { ...v, blocks: v.blocks.map((b, k) => b * blocks.find(({ name }) => name === d.blocks[k])!.weight) };
      },
    })),
  },
  {
    defect: 'a gradient of the first block alone', caughtBy: 'several blocks add up to what they are apart',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['gradients of objectives that read derivatives agree with differences'] }, {
      because: 'they go by gradients of several blocks',
      checks: [
        'blocks that are not asked for are not evaluated', 'a set is seen in batches while another is seen whole',
        'gradients in scalars agree with differences', 'steps update scalars by the formula, and no weight decay reaches them',
      ],
    }],
    break: ofBlocks((s, { objective: { blocks } }) => ({
      gradient: async (d, q) => {
        const others = Object.fromEntries(blocks.slice(1).map(({ name }) => [name, 0]));
        return { ...await s.gradient(d, q), gradient: (await s.gradient(d, { ...q, weights: { ...q?.weights, ...others } })).gradient };
      },
    })),
  },
  {
    defect: 'normal equations that count every block alike', caughtBy: 'normal equations of several blocks add up to what they are apart',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }, { because: 'it weighs blocks too', checks: ["normal equations of several blocks are J'WJ by hand, scalars included"] }],
    break: ofBlocks((s, { objective: { blocks } }) => ({
      normal: async (d, q) => {
        const [normal, alike] = [await s.normal(d, q), await s.normal(d, { ...q, weights: Object.fromEntries(blocks.map(({ name }) => [name, 1])) })];
        normal.hessian.set(alike.hessian);
        return normal;
      },
    })),
  },
  {
    defect: 'rows without the columns of scalars', caughtBy: 'Jacobian rows of blocks go through what they read, scalars in the last columns',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['Jacobian rows of objectives that read derivatives agree with differences', "normal equations of objectives that read derivatives are J'WJ by hand"] }],
    break: withStates((s, { program: { layout: { unknowns, parameterOf } } }) => ({
      rows: async (d, block, from, to) => (await s.rows(d, block, from, to)).map((v, k) => (k % unknowns < parameterOf.length ? v : 0)),
    })),
  },
  {
    defect: 'normal equations in which all points weigh alike', caughtBy: "normal equations of several blocks are J'WJ by hand, scalars included",
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ["normal equations of objectives that read derivatives are J'WJ by hand"] }, { because: 'points that it binds besides stay', checks: ['steps, looks at a state, and states and points that are disposed of leave nothing behind'] }],
    break: withOtherPoints((given) => Object.fromEntries(Object.entries(given).map(([points, { weights: _, ...rows }]) => [points, rows])), (s, others) => ({
      normal: async (d, q) => {
        const [normal, alike] = [await s.normal(d, q), await s.normal(await others(d), q)];
        normal.hessian.set(alike.hessian);
        return normal;
      },
    })),
  },
  {
    defect: 'weights of a query that gradients do not see', caughtBy: 'a query replaces the weights of the blocks that it names',
    break: withStates((s) => ({
      gradient: async (d, { weights, ...query } = {}) => ({ ...await s.gradient(d, { ...query, ...(weights === undefined ? {} : { weights }) }), gradient: (await s.gradient(d, query)).gradient }),
    })),
  },
  {
    defect: 'blocks that are told though nobody asked for them', caughtBy: 'blocks that are not asked for are not evaluated',
    alsoFails: [{ because: 'its oracle evaluates single blocks', checks: ['a set is seen in batches while another is seen whole'] }],
    break: ofBlocks((s, { objective: { blocks } }) => ({
      gradient: async (d, q) => {
        const g = await s.gradient(d, q);
        return { ...g, blocks: blocks.map(({ name }) => g.blocks[d.blocks.indexOf(name)] ?? 0) };
      },
    })),
  },
  {
    defect: 'outputs of the second set before those of the first', caughtBy: 'what is told by point goes through the sets in the order of the blocks',
    alsoFails: [{
      because: 'they compute with outputs of several sets',
      checks: [
        'an objective is the weighted sum of its blocks, each of them by hand',
        'Jacobian rows of blocks go through what they read, scalars in the last columns',
        "normal equations of several blocks are J'WJ by hand, scalars included",
      ],
    }],
    break: withStates((s) => ({
      outputs: async (d, reads) => {
        const y = await s.outputs(d, reads);
        const first = d.sets.length > 1 ? d.sets[0]!.count * y.width : 0;
        return { ...y, values: Float64Array.of(...y.values.subarray(first), ...y.values.subarray(0, first)) };
      },
    })),
  },
  {
    defect: 'moments that see the points of the first set twice', caughtBy: 'moments of several sets are those of all their points, weights all equal',
    break: answering('moments', (m, [{ sets, count }]) => (
      sets.length === 1 ? m : { ...m, terms: m.terms.map((t) => ({ ...t, mean: t.mean.map((v) => v * (1 + sets[0]!.count / count)) })) })),
  },
  {
    defect: 'batches of one set that are all of it', caughtBy: 'a set is seen in batches while another is seen whole',
    break: withStates((s) => ({
      steps: (n, d, { batch, ...plan }, q) => {
        // Batches of points that nobody bound are refused all the same.
        const isKept = batch !== undefined && (Object.keys(batch).length === d.sets.length || Object.keys(batch)[0] === 'others');
        return s.steps(n, d, { ...plan, ...(isKept ? { batch } : {}) }, q);
      },
    })),
  },
  {
    defect: 'weights of points that stay what they were', caughtBy: 'weights of points are replaced where they are bound',
    break: withPrograms((program) => ({ bind: async (rows, options) => Object.assign(await program.bind(rows, options), { reweigh: () => Promise.resolve() }) })),
  },
];
