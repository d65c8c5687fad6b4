import { afterAll, expect, test } from '@jest/globals';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knotwork, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

// The differential equations of examples/equations with fewer steps: enough for what a wrong sign or a wrong derivative would miss.

const { folder, remove } = workplace({});
afterAll(remove);
cpSync(join(workspace, 'examples'), join(folder, 'examples'), { recursive: true });

/** What is run, and what must come out. */
interface Case {
  readonly overrides: readonly string[];
  /** Largest relative L2 error of any unknown. */
  readonly error: number;
  /** Whether it takes long: `npm run check:all` runs it, with KNOTWORK_EQUATIONS=all, and another case stands for its recipe. */
  readonly isLong?: boolean;
  /** Parameter of the equations that is found, and the factor by which it may be off. */
  readonly estimate?: { readonly name: string; readonly value: number; readonly factor: number };
  /** The equation of the solution that is found. */
  readonly formula?: string;
}
interface Solved { readonly status: string; readonly formula: { readonly outputs: readonly { readonly text: string }[] } | null; readonly stages: readonly { readonly relativeL2: Readonly<Record<string, number>>; readonly estimates?: Readonly<Record<string, number>> | null }[] }

const few = ['stages.0.starts.count=3', 'stages.0.starts.steps=25', 'stages.0.steps=40'];
const steep = ['stages.0.starts.count=2', 'stages.0.starts.steps=30', 'stages.0.steps=40', 'stages.0.levels=[10]', 'stages.0.draw.count=1500', 'stages.1.steps=20', 'dataset.points.inside=2000', 'dataset.points.face=100'];
/** Layers of a network whose second input is periodic. */
function ring(width: number): string {
  const from = (i: number): string => `[${Array.from({ length: width }, (_, j) => `[${i}, ${j}]`).join(', ')}]`;
  return `{ 0: { edges: [{ only: ${from(0)}, basis: affine }, { only: ${from(1)}, basis: { kind: fourier, periodic: true, modes: 1 } }] } }`;
}
const cases: Readonly<Record<string, Case>> = {
  'advection': { overrides: few, error: 1e-2 },
  // A narrower network.
  'allen-cahn': { overrides: ['dataset.points.inside=1500', 'dataset.points.face=300', 'network.widths=[2,6,6,6,1]', `network.layers=${ring(6)}`, 'stages.0.starts.count=1', 'stages.0.steps=1000'], error: 0.1 },
  'burgers': { overrides: steep, error: 0.2 },
  // A narrower network.
  'burgers-steep': { overrides: ['network.widths=[2,6,6,6,1]', 'dataset.points.inside=500', 'dataset.points.face=50', 'stages.0.starts.count=1', 'stages.0.starts.steps=100', 'stages.0.steps=1000'], error: 0.1, isLong: true },
  // With so few steps nu is known roughly; it begins at sixteen times its value, and a wrong sign would drive it to 0.
  'burgers-viscosity': { overrides: ['network.widths=[2,5,1]', 'network.layers={1: {inputMap: interval}}', 'stages.0.starts.count=2', 'stages.0.steps=60', 'stages.0.levels=[10]'], error: 0.1, estimate: { name: 'nu', value: 0.01 / Math.PI, factor: 4 } },
  'heat': { overrides: [...few, 'stages.0.levels=[]', 'dataset.points.inside=400'], error: 1e-3 },
  'heat-exact': { overrides: [...few, 'stages.0.levels=[]', 'dataset.points.inside=400'], error: 1e-5 },
  'helmholtz': { overrides: [...few, 'dataset.constants.a1=1', 'dataset.constants.a2=1', 'dataset.points.inside=600', 'stages.0.levels=[]'], error: 1e-3 },
  // A narrower network.
  'kdv': { overrides: ['dataset.points.inside=1000', 'network.widths=[2,6,6,6,1]', `network.layers=${ring(6)}`, 'stages.0.starts.count=1', 'stages.0.steps=1400'], error: 0.4, isLong: true },
  'l-shape': { overrides: [...few, 'stages.0.levels=[]'], error: 0.1 },
  'lotka-volterra': { overrides: ['dataset.points.inside=400'], error: 1e-5 },
  'poisson': { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=400'], error: 1e-3 },
  'poisson-exact': { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=400'], error: 1e-4 },
  'poisson-squared': { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=600'], error: 1e-2 },
  'wave-formula': { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=400'], error: 1e-14, formula: 'cos(pi * t) * sin(pi * x)' },
  'wave': { overrides: [...few, 'stages.0.levels=[10]', 'dataset.points.inside=400'], error: 1e-2 },
};

test('every example has a case', () => {
  expect(Object.keys(cases).sort()).toEqual(readdirSync(join(workspace, 'examples/equations')).filter((file) => file.endsWith('.yaml')).map((file) => file.replace('.yaml', '')).sort());
});

test('examples/equations/README.md starts every example, and says what each reaches', () => {
  const page = readFileSync(join(workspace, 'examples/equations/README.md'), 'utf8');
  const named = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, name]) => name!).sort();
  expect(named(/^npm run -s knotwork -- run examples\/equations\/([\w-]+)\.yaml/gm)).toEqual(Object.keys(cases).sort());
  expect(named(/^\| `([\w-]+)\.yaml/gm)).toEqual(Object.keys(cases).sort());
});

const isAll = process.env['KNOTWORK_EQUATIONS'] === 'all';

test.concurrent.each(Object.entries(cases).filter(([, { isLong = false }]) => isAll || !isLong))('%s is solved', async (name, { overrides, error, estimate, formula }) => {
  const { status, stdout, stderr } = await knotwork(['run', join('examples/equations', `${name}.yaml`), '--json', ...overrides], { cwd: folder });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('knotwork: ')]);
  const { status: ended, stages, formula: found } = JSON.parse(stdout) as Solved;
  expect(ended).toBe('completed');
  if (formula !== undefined) expect(found?.outputs.map(({ text }) => text)).toEqual([formula]);
  const { relativeL2, estimates } = stages.at(-1)!;
  for (const of of Object.values(relativeL2)) expect(of).toBeLessThan(error);
  if (estimate !== undefined) expect(Math.abs(Math.log(estimates![estimate.name]! / estimate.value))).toBeLessThan(Math.log(estimate.factor));
}, 180_000);
