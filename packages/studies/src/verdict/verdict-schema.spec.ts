import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { planned, STUDY } from '../fixtures/planned.js';
import { collectedOf, recordOf } from '../fixtures/record.js';
import { plainVerdict, type Verdict, VERDICT_SCHEMA, verdictOf } from './verdict.js';

/** What verdicts of every schema have in them: a digest of the paths of all their keys. A line is never changed: other keys are another schema, and a line of its own. */
const SHAPES: Readonly<Record<number, string>> = {
  2: 'e4405d7af0e2e293',
  3: 'd95e18f9d40b55c6',
};

/** Paths of all keys of a value, the entries of a list as one. */
function paths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => paths(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => paths(one, `${path}.${key}`));
}

const SETS = `sets: {${Array.from({ length: 6 }, (_, k) => ` s${k}: { dataset.expression: "sin(${k + 1} * x1)" }`).join(',')} }`;
const TUNED = 'tuning: { steps: { two: { stages.0.steps: 2 }, four: { stages.0.steps: 4 } } }';

/** A verdict of tuned and sized arms with degrees of freedom, operations, times, failures, and notes of all kinds. */
async function full(sets: string): Promise<Verdict> {
  const plan = await planned(`${STUDY.replace('tiny.yaml', '{ knotwork: 1, name: tiny, dataset: { kind: expression, expression: x1, samples: { train: 20, validation: 10, test: 10 } }, network: { widths: [1, 2, 1] }, stages: [{ kind: fit, steps: 3 }] }')}parametersPerEdge: 8\nequal: parameters\n${TUNED}\n${sets}\n`);
  const record = recordOf(plan, { looks: [{ ...recordOf(plan).looks[0]!, isJudged: true }, recordOf(plan).looks[0]!] });
  const { results } = collectedOf(plan, ({ arm, seed }) => (seed === 1 && arm === 'chebyshev' ? null : seed));
  const operations = Object.fromEntries(plan.sets.map(({ name }) => [name, Object.fromEntries(plan.arms.map((arm) => [arm.name, { edgewise: 3, dense: 2, local: 1 }]))]));
  return verdictOf(record, {
    results: results.map((result) => ({ ...result, status: 'stopped', seconds: { asked: 1, taken: 1 }, freedom: { nodes: 1, edges: 1, perEdge: [9], edf: 3.5 } })), computedBy: ['a', 'b'], operations,
    strayEngines: [{ arm: 'chebyshev', engines: [{ engine: 'native', trials: 1 }] }],
  });
}

test('what verdicts have in them is that of their schema: raise VERDICT_SCHEMA where it changes, and add its line here', async () => {
  const all = [...new Set([...paths(plainVerdict(await full(SETS))), ...paths(plainVerdict(await full('')))])].sort();
  expect({ schema: VERDICT_SCHEMA, keys: createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16) }).toEqual({ schema: VERDICT_SCHEMA, keys: SHAPES[VERDICT_SCHEMA] });
});
