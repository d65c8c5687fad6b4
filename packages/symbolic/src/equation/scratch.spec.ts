import { test } from '@jest/globals';
import { equationOf } from './equation.js';
import { rowsOf, symbolic, type HandNetwork } from './fixtures/hand-made.js';

const show = (name: string, hand: HandNetwork, truth: (...x: number[]) => number | readonly number[], options = {}, more = {}): void => {
  const t = Date.now();
  const eq = equationOf(symbolic(hand), { train: rowsOf(truth, hand.inputs.length, options), validation: rowsOf(truth, hand.inputs.length, { ...options, seed: 2 }), ...more });
  for (const o of eq.outputs) console.log(name, Date.now() - t, 'ms\n', o.text, '\n', JSON.stringify({ ...o, text: undefined }), eq.inputs.map((i) => i.isUsed).join());
};
const pos = { ends: [0.2, 3] as const };
test('writers', async () => {
  const hand: HandNetwork = { inputs: ['x1', { name: 'lambda', unit: 'm', map: { kind: 'affine', center: 0, scale: 1 } }], outputs: ['y'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'sine', a: 3, b: 0.2 }, { from: 1, to: 0, f: 'cube', b: 0.3 }, { from: 1, to: 1, f: 'erf', b: 0.3 },{ from: 0, to: 1, f: 'sign', b: 0.3 }] },
    { outputs: 1, bias: [0.25], edges: [{ from: 0, to: 0, f: 'sqrt', b: 4, c: -2 }, { from: 1, to: 0, f: 'gelu', b: 4 }] }] };
  const e = equationOf(symbolic(hand));
  console.log(e.outputs[0]!.text, await e.latex(), JSON.stringify(await e.mathjs()).slice(0, 300));
  for (const l of ['python', 'typescript', 'c'] as const) console.log(await e.code(l));
});
test('scratch', () => {
  show('product by logs', { inputs: ['x', 'y'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, c: 0.98 }, { from: 1, to: 0, f: 'log', a: 0.7, c: 1.01 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 0.99 }] }] }, (x, y) => x * y, pos);
  show('quotient by logs, with sum', { inputs: ['x', 'y'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'log', a: 1.3, b: 2.8, c: 0.98 }, { from: 1, to: 0, f: 'log', a: 0.7, c: -0.51 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', a: 1.02, b: 0.1, c: 0.99 }] }] }, (x, y) => 3 * (x + 2) / Math.sqrt(y), pos);
  show('multiplicative', { inputs: ['x', 'y'], layers: [
    { outputs: 1, layer: { kind: 'multiplicative' }, bias: [0.1, 0.1], edges: [{ from: 0, to: 0, f: 'sine', a: 2.1, b: 0.01, c: 1.1 }, { from: 1, to: 1, f: 'identity', a: 2.1, b: 0.01, c: 1.1 }] }] }, (x, y) => 2.5 * Math.sin(2 * x) * y);
  show('squares product', { inputs: ['x', 'y'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity' }, { from: 0, to: 1, f: 'identity' }, { from: 1, to: 1, f: 'identity', c: -1.01 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'square', c: 0.25 }, { from: 1, to: 0, f: 'square', c: -0.25 }] }] }, (x, y) => x * y);
  show('polynomial', { inputs: [{ name: 'x', map: { kind: 'affine', center: 0.3, scale: 0.6 } }], layers: [{ outputs: 1, edges: [{ from: 0, to: 0, powers: [0.3, 2.2, 0.7] }] }] }, (x) => 1 - 2 * x + 5 * x ** 3);
  show('distance', { inputs: ['x1', 'x2', 'y1', 'y2'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'identity', c: -1.02 }, { from: 2, to: 1, f: 'identity' }, { from: 3, to: 1, f: 'identity', c: -0.99 }] },
    { outputs: 1, bias: [0.01], edges: [{ from: 0, to: 0, f: 'square', c: 1.3, a: 0.9 }, { from: 1, to: 0, f: 'square', c: 1.25, a: -0.9 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'sqrt', a: 0.8, b: 0.01 }] }] }, (a, b, c, d) => Math.hypot(a - b, c - d));
  show('gaussian', { inputs: ['x', 's'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'gaussian', a: 0.7, b: 0.01, c: 0.4 }] }] }, (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), { ends: [-3, 3] });
  show('silu gelu', { inputs: ['x', 's'], layers: [
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'silu', a: 0.7, b: 0.01, c: 0.4 }, { from: 1, to: 0, f: 'gelu', a: 0.7, b: 0.01, c: 0.4 }] }] }, (x, s) => x / (1 + Math.exp(-x)) + s);
  show('constant and domain', { inputs: ['x', 's'], outputs: ['a', 'b'], layers: [
    { outputs: 2, bias: [1.4, 0], edges: [{ from: 0, to: 1, f: 'log', a: 1, b: 0.5, c: 0.4 }] }] }, (x) => [1.5, Math.log(Math.max(1e-9, x + 0.5))]);
  show('relativity', { inputs: ['m', 'v', 'c'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'log' }, { from: 1, to: 1, f: 'log', c: 2.01 }, { from: 2, to: 1, f: 'log', b: 4.1, c: -1.99 }] },
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 1, f: 'exp', c: -1 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'identity' }, { from: 1, to: 0, f: 'log', b: 1, c: -0.5 }] },
    { outputs: 1, edges: [{ from: 0, to: 0, f: 'exp', b: 0.01, a: 1.01 }] }] }, (m, v, c) => m / Math.sqrt(1 - (v * v) / (c + 4) ** 2), { ends: [0.2, 1] });
  show('rank deficient', { inputs: ['x', 's'], layers: [
    { outputs: 2, edges: [{ from: 0, to: 0, f: 'identity', a: 0.7, b: 0.31, c: 0.4 }, { from: 0, to: 1, f: 'identity', a: 0.7, b: 0.01, c: 0.4 }] }, {outputs: 1, edges: [{from: 0, to: 0, f: 'square'}, {from: 1, to: 0, f: 'identity', c: 0.7}]}] }, (x) => 2 * x * x + x);
  const big: HandNetwork = { inputs: ['x', 's', 't'], layers: [{ outputs: 250, edges: Array.from({ length: 750 }, (_, k) => ({ from: k % 3, to: Math.floor(k / 3), f: ['sine', 'square', 'tanh'][k % 3]!, a: 1 + 0.01 * k, b: Math.sin(k), c: Math.cos(k) })) }, { outputs: 1, edges: Array.from({ length: 250 }, (_, k) => ({ from: k, to: 0, f: ['sine', 'exp', 'tanh'][k % 3]!, a: Math.sin(k), b: Math.sin(k + 1), c: 0.1 })) }] };
  const t = Date.now();
  const e = equationOf(symbolic(big), { train: rowsOf((x) => x, 3), validation: rowsOf((x) => x, 3) });
  console.log('big', Date.now() - t, e.outputs[0]!.text.length, e.outputs[0]!.outcome, e.outputs[0]!.difference);
}, 600000);
