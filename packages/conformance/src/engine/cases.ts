import { hasEdgeShape } from '@knotwork/network';
import type { Engine, Rows, Samples, Structure } from '@knotwork/plugin';
import { type EngineCase, randomCase } from '../subjects/engine-case.js';
import { mixedCase } from '../subjects/mixed-case.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k + 1);

/** Networks of local bases alone: every engine can do them. */
export const plainCases = (count = 12): EngineCase[] => range(count).map(randomCase);

/** Plain networks, and those of the mixed ones that the engine says it can do. */
export const casesFor = (engine: Engine, count = 12): EngineCase[] => [...plainCases(count), ...mixedCasesFor(engine, count)];

/** Those mixed networks that the engine says it can do. */
export const mixedCasesFor = (engine: Engine, count = 12): EngineCase[] => range(count).map(mixedCase).filter((c) => canDo(engine, c.structure));

function canDo({ can }: Engine, { layers }: Structure): boolean {
  return layers.every(({ node, terms }) => (node === null || can.nodeFormulas)
    && terms.every((t) => can.terms.includes(t.form) && can.knots.includes(t.knots) && (!hasEdgeShape(t) || can.terms.includes('edge-shape'))));
}

/** Rows `from` to `from + count`, or as many as there are. */
export function someRows({ inputs, targets }: Rows, from: number, count: number): Rows {
  const cut = ({ count: all, width, values }: Samples): Samples =>
    ({ count: Math.min(count, all - from), width, values: values.slice(from * width, Math.min(from + count, all) * width) });
  return { inputs: cut(inputs), targets: cut(targets) };
}
