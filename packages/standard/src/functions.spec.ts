import { expect, test } from '@jest/globals';
import { evaluate, formula, input } from '@knotwork/algebra';
import { type FunctionDefinition, soundClaims } from '@knotwork/plugin';
import { standardPackages } from './index.js';

const { parseExpression } = await import('@knotwork/expressions');
const functions = (await standardPackages()).flatMap((p) => p.definition.plugins).filter((plugin) => plugin.kind === 'function') as unknown as FunctionDefinition[];
const options = (f: FunctionDefinition): Record<string, never> => f.options.parse({}) as Record<string, never>;
const SAME = 1e-13;

test.each(functions.flatMap((f) => { const { expression } = soundClaims(f.name, f.claims?.(options(f)) ?? {}); return expression === undefined ? [] : [[f.name, expression, f] as const]; }))('%s is %s, as it is written', (_, expression, f) => {
  const [own, written] = [f.apply(input('x'), options(f)), parseExpression(expression).expr].map((y) => formula(['x'], { y }));
  for (const x of [-3.2, -1, -0.9, -0.31, 0.17, 0.5, 0.99, 1, 2.4]) {
    const [a, b] = [own!, written!].map((of) => evaluate(of, { x })['y']!) as [number, number];
    expect([x, Number.isFinite(a), Number.isFinite(a) ? Math.abs(a - b) <= SAME * (1 + Math.abs(b)) : true]).toEqual([x, Number.isFinite(b), true]);
  }
});

test('every function says how far-fetched it is', () => {
  for (const f of functions) expect([f.name, f.claims?.(options(f)).complexity]).toEqual([f.name, expect.any(Number)]);
});
