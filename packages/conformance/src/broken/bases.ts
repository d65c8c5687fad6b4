import { type BasisDefinition, constant, defineBasis, type Expr, type Grid, where, type WindowFeatures } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { BrokenPlugin } from './broken-plugin.js';

const options = z.strictObject({ intervals: z.int().min(1).default(4) });
type Hat = BasisDefinition<typeof options>;

/** Hats between knots: the sound basis that most of the broken ones are made of. */
function hatFeatures(x: Expr, grid: Grid, { intervals }: { readonly intervals: number }): WindowFeatures {
  const start = grid.cell(x);
  const left = grid.knot(start, 0);
  const t = grid.unit(x, intervals).sub(left).div(grid.knot(start, 1).sub(left));
  return { start, values: [constant(1).sub(t), t] };
}

const sound: Omit<Hat, 'kind' | 'name'> = {
  summary: 'Hats with one defect', options,
  capabilities: { support: 'window', spansConstants: true, onDomainMove: 'refit', refine: { option: 'intervals', exactWhen: (from, to) => to % from === 0 }, order: () => 2, smoothness: () => 1, differenceOrder: () => 2 },
  size: ({ intervals }) => intervals + 1, window: () => 2, intervals: ({ intervals }) => intervals, features: hatFeatures,
};

const hat = (name: string, change: Partial<Omit<Hat, 'kind' | 'name'>>): Hat => defineBasis({ ...sound, ...change, name });
const claims = (change: Partial<Hat['capabilities']>): Hat['capabilities'] => ({ ...sound.capabilities, ...change });

let calls = 0;

const degreeOptions = z.strictObject({ degree: z.int().min(1).default(4) });

/** Chebyshev polynomials as their textbook has them, cos(j arccos u): the slope of arccos has no bound at the ends. */
const arccosine = defineBasis({
  name: 'arccosine', summary: 'Polynomials by way of angles', options: degreeOptions,
  capabilities: { support: 'global', spansConstants: true, onDomainMove: 'refit', refine: { option: 'degree', exactWhen: (from, to) => to >= from } },
  size: ({ degree }) => degree + 1,
  features: (x, grid, { degree }) => Array.from({ length: degree + 1 }, (_, j) => grid.unit(x, 2).sub(1).acos().mul(j).cos()),
});

/** Bells whose values outside three cells are left out. */
const cutBells = hat('cut-bells', {
  capabilities: claims({ spansConstants: false, order: () => 2, refine: { option: 'intervals', exactWhen: () => false } }),
  features: (x, grid, { intervals }) => {
    const start = grid.cell(x);
    const t = grid.unit(x, intervals).sub(start);
    return { start, values: [0, 1].map((j) => t.sub(j).square().neg().exp()) };
  },
});

const waveOptions = z.strictObject({ modes: z.int().min(1).default(2) });
const waves = (name: string, change: Partial<BasisDefinition<typeof waveOptions>['capabilities']>): BasisDefinition<typeof waveOptions> => defineBasis({
  name, summary: 'Sines and cosines', options: waveOptions,
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none', refine: { option: 'modes', exactWhen: (from, to) => to >= from }, ...change },
  size: ({ modes }) => 2 * modes,
  features: (x, grid, { modes }) => Array.from({ length: modes }, (_, m) => grid.unit(x, 1.3 * (m + 1))).flatMap((angle) => [angle.sin(), angle.cos()]),
});

/** A wavelet of which a function of the domain move is wrong, or a parameter. */
const wavelet = (name: string, change: Partial<Pick<BasisDefinition, 'transport' | 'shape'>>): BasisDefinition => defineBasis({
  name, summary: 'A wavelet with a scale and a shift per edge', options: z.strictObject({}),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'transport' },
  size: () => 2,
  shape: () => ({ scale: { scope: 'edge', trainable: true, initial: 0.7, constraint: 'positive' }, shift: { scope: 'edge', trainable: true, initial: 0.1 } }),
  transport: ({ scale, shift }, [a, b], [c, d]) => {
    const r = (b - a) / (d - c);
    return { scale: scale! * r, shift: shift! * r + (a + b - c - d) / (d - c) };
  },
  features: (x, grid, _, { scale, shift }) => {
    const t = grid.unit(x, 2).sub(1).sub(shift!).div(scale!);
    const bell = t.square().mul(-0.5).exp();
    return [constant(1).sub(t.square()).mul(bell), t.mul(bell)];
  },
  ...change,
});

export const brokenBases: readonly BrokenPlugin[] = [
  {
    defect: 'fewer operations the finer the grid', definition: hat('thrifty', { denseOperations: ({ intervals }) => 100 / intervals }),
    caughtBy: 'operations of all features are a count that does not fall with the resolution',
  },
  { defect: 'an order that is one too high', definition: hat('proud', { capabilities: claims({ order: () => 3 }) }), caughtBy: 'the declared order is what is measured' },
  { defect: 'hats said to be as smooth as parabolas', definition: hat('glib', { capabilities: claims({ smoothness: () => 2 }) }), caughtBy: 'the declared smoothness is what is measured' },
  { defect: 'hats said to be steps', definition: hat('rough', { capabilities: claims({ smoothness: () => 0 }) }), caughtBy: 'the declared smoothness is what is measured' },
  {
    defect: 'features that depend on how often they were asked for',
    definition: hat('remembering', { features: (x, grid, o) => { const { start, values } = hatFeatures(x, grid, o); const factor = 1 + 0.01 * ++calls; return { start, values: values.map((v) => v.mul(factor)) }; } }),
    caughtBy: 'features are pure',
    alsoFails: [
      'knots of their own that are even give what even knots give', 'saved and loaded, a network gives the same outputs',
    ],
  },
  { defect: 'one coefficient more than there are hats', definition: hat('idle', { size: ({ intervals }) => intervals + 2 }), caughtBy: 'every coefficient is live somewhere in the domain', alsoFails: ['neighbouring coefficients belong to neighbouring places'] },
  {
    defect: 'a window that begins one too far',
    definition: hat('shifted', { features: (x, grid, o) => { const { start, values } = hatFeatures(x, grid, o); return { start: start.add(1), values }; } }),
    caughtBy: 'sizes and windows are those declared',
    alsoFails: [
      'every coefficient is live somewhere in the domain', 'features join from cell to cell', 'the declared smoothness is what is measured',
      'neighbouring coefficients belong to neighbouring places', 'extensions declared exact keep every function to 1e-12',
      'on knots anywhere features are finite, join, and span what they claim',
    ],
  },
  {
    defect: 'intervals that are all open to the right, so that the last sample is lost',
    definition: hat('half-open', { features: (x, grid, o) => { const { start, values } = hatFeatures(x, grid, o); const isInside = grid.unit(x, 1).less(1); return { start, values: values.map((v) => where(isInside, v, 0)) }; } }),
    caughtBy: 'both ends of the domain belong to it',
  },
  { defect: 'global functions cut to a window', definition: cutBells, caughtBy: 'features join from cell to cell', alsoFails: ['the declared order is what is measured'] },
  { defect: 'constants claimed and not in the span', definition: waves('boastful', { spansConstants: true }), caughtBy: 'constants lie in the span' },
  { defect: 'constants in the span and not claimed', definition: hat('modest', { capabilities: claims({ spansConstants: false }) }), caughtBy: 'constants do not lie in the span' },
  {
    defect: 'extensions called exact that are not', definition: hat('careless', { capabilities: claims({ refine: { option: 'intervals', exactWhen: () => true } }) }),
    caughtBy: 'extensions declared exact keep every function to 1e-12',
  },
  {
    defect: 'a resolution that makes nothing more', definition: hat('stuck', { size: () => 6, intervals: () => 5, features: (x, grid) => hatFeatures(x, grid, { intervals: 5 }) }),
    caughtBy: 'sizes grow with the resolution', alsoFails: ['the declared order is what is measured'],
  },
  { defect: 'polynomials by arccos, whose slope is infinite at the ends', definition: arccosine, caughtBy: 'features and derivatives to third order are finite everywhere',
    alsoFails: [
      'both ends of the domain belong to it', 'derivatives to third order agree with differences', 'constants lie in the span', 'a refit onto the same domain changes nothing',
      'a refit onto a narrower domain keeps functions within the error of their fit', 'behind every input map gradients agree with differences', 'gradients agree with differences',
      'a row by itself gives what it gives among others', 'an edge reaches its own output only, through its own input only',
      'saved and loaded, a network gives the same outputs', 'a network trains', 'a trained network adapts and extends',
    ] },
  {
    defect: 'a table in disguise: steps so small that the values look right and every slope is zero',
    definition: hat('stepped', {
      capabilities: claims({ refine: { option: 'intervals', exactWhen: () => false } }),
      features: (x, grid, { intervals }) => {
        const start = grid.cell(x);
        const t = grid.unit(x, intervals).sub(start).mul(2 ** 26).floor().div(2 ** 26);
        return { start, values: [constant(1).sub(t), t] };
      },
    }),
    caughtBy: 'derivatives to third order agree with differences', alsoFails: ['the declared smoothness is what is measured', 'behind every input map gradients agree with differences', 'gradients agree with differences'],
  },
  { defect: 'coefficients in no order that are said to have one', definition: waves('disordered', { differenceOrder: () => 2 }), caughtBy: 'neighbouring coefficients belong to neighbouring places' },
  { defect: 'a range that is missing: no intervals at all are accepted', definition: hat('unbounded', { options: z.strictObject({ intervals: z.int().default(4) }) as unknown as typeof options }), caughtBy: 'whatever the options accept works' },
  { defect: 'options that change whenever they are read', definition: hat('growing', { options: z.strictObject({ intervals: z.int().min(1).transform((n) => n + 1).default(4) }) as unknown as typeof options }), caughtBy: 'options read back are the same options',
    alsoFails: [
      'extensions declared exact keep every function to 1e-12', 'knots of their own that are even give what even knots give',
    ] },
  { defect: 'numbers that are also accepted as text', definition: hat('lenient', { options: z.strictObject({ intervals: z.coerce.number().int().min(1).default(4) }) as unknown as typeof options }), caughtBy: 'options beyond their ranges are refused' },
  {
    defect: 'knots of its own whose distance goes in as if it were even',
    definition: hat('uneven', { features: (x, grid, { intervals }) => { const start = grid.cell(x); const t = grid.unit(x, intervals).sub(grid.knot(start, 0)); return { start, values: [constant(1).sub(t), t] }; } }),
    caughtBy: 'on knots anywhere features are finite, join, and span what they claim',
  },
  { defect: 'a transport that forgets the shift', definition: wavelet('left-behind', { transport: ({ scale, shift }, [a, b], [c, d]) => ({ scale: (scale! * (b - a)) / (d - c), shift: shift! }) }), caughtBy: 'a transport keeps functions to 1e-12' },
  {
    defect: 'a shape parameter that nothing reads',
    definition: wavelet('deaf', { shape: () => ({ scale: { scope: 'edge', trainable: true, initial: 0.7, constraint: 'positive' }, shift: { scope: 'edge', trainable: true, initial: 0.1 }, third: { scope: 'edge', trainable: true, initial: 1 } }),
      transport: ({ scale, shift, third }, [a, b], [c, d]) => { const r = (b - a) / (d - c); return { scale: scale! * r, shift: shift! * r + (a + b - c - d) / (d - c), third: third! }; } }),
    caughtBy: 'shape parameters begin where they may be, and each does something',
  },
  {
    defect: 'powers of the position in the domain that are read as powers of x',
    definition: defineBasis({
      name: 'misread', summary: 'Powers', options: degreeOptions, capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' }, size: ({ degree }) => degree,
      reads: ({ degree }) => Array.from({ length: degree }, (_, j) => ({ power: j + 1 })),
      features: (x, grid, { degree }) => Array.from({ length: degree }, (_, j) => grid.unit(x, 2).sub(1).pow(j + 1)),
    }),
    caughtBy: 'features are what they are read as',
  },
  {
    defect: 'a scale that may begin below zero and must be positive',
    definition: wavelet('unlucky', { shape: () => ({ scale: { scope: 'edge', trainable: true, initial: { from: -0.1, to: 1 }, constraint: 'positive' }, shift: { scope: 'edge', trainable: true, initial: 0.1 } }) }),
    caughtBy: 'shape parameters begin where they may be, and each does something',
  },
].map((broken) => broken as unknown as BrokenPlugin);
