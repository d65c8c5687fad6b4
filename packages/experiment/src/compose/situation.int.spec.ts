import { describe, expect, test } from '@jest/globals';
import type { z } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from './composer.js';
import { experimentJson } from '../config/index.js';
import { inner } from '../config/schema.js';
import { memoryFiles } from '../host/files.js';
import { tokens } from '../tokens.js';

const composer = new Composer(await standardPackages(), [given(tokens.files, memoryFiles({}))]);
const file = (noise: number, stages = '[fit]', network = ''): string =>
  `knotwork: 1\nname: situation\ndataset: { kind: expression, expression: x1, noise: ${noise} }\nnetwork: { widths: [1, 1]${network} }\nstages: ${stages}\n`;

interface Resolved { readonly network: { readonly edge: { readonly kind: string } }; readonly stages: readonly { readonly smoothing?: unknown; readonly starts?: unknown; readonly grid?: unknown; readonly fit?: { readonly smoothing: unknown } }[] }
const resolved = async (text: string, ...overrides: string[]): Promise<Resolved> =>
  experimentJson((await composer.open({ text, fileName: 'situation.yaml', folder: '', overrides })).experiment) as unknown as Resolved;
/** Smoothing of every stage, and the edge. */
const said = async (...of: Parameters<typeof resolved>): Promise<unknown[]> => {
  const { network, stages } = await resolved(...of);
  return [...stages.map(({ smoothing, fit }) => smoothing ?? fit?.smoothing), network.edge.kind];
};

const optionsOf = (block: z.ZodType, key: string): string | undefined => (inner(block) as z.ZodObject).shape[key]!.description;

describe('smoothing chooses itself', () => {
  test('where targets may have noise, and what goes with it stands where nothing is said', async () => {
    expect(await said(file(0.1))).toEqual(['auto', 'plain']);
    expect((await resolved(file(0.1))).stages[0]).toMatchObject({ starts: { count: 8, steps: 15, keep: 1 }, grid: { kind: 'moving', until: 0.7 } });
    expect(await said(file(0))).toEqual([0, 'residual']);
    expect((await resolved(file(0))).stages[0]).toMatchObject({ starts: { count: 8, steps: 25, keep: 1 }, grid: { kind: 'moving', until: 1 } });
    expect(await said(file(0), 'dataset.noise=0.1')).toEqual(['auto', 'plain']);
  });

  test('and options whose defaults follow from it say so', async () => {
    const { catalog } = await composer.open({ text: file(0), fileName: 'situation.yaml', folder: '', overrides: [] });
    const { shape } = catalog.get('stage', 'fit').options;
    const [auto, none, first] = await Promise.all([resolved(file(0.1)), resolved(file(0)), resolved(file(0.1, '[{ kind: fit, optimizer: adam }]'))]);
    const of = ({ stages }: Resolved, key: string): unknown => (stages[0] as Readonly<Record<string, unknown>>)[key];
    const dependent = Object.keys(shape).filter((key) => key !== 'optimizer' && [auto, first].some((other) => JSON.stringify(of(other, key)) !== JSON.stringify(of(none, key))));
    expect(dependent).toEqual(['starts', 'smoothing', 'grid']);
    const descriptions = { smoothing: shape['smoothing']!.description, grid: shape['grid']!.description, starts: optionsOf(shape['starts']!, 'steps') };
    for (const key of dependent) expect([key, descriptions[key as keyof typeof descriptions]]).toEqual([key, expect.stringContaining('when left out')]);
  });

  test('where the file says so, and not where it says anything that does not go with it', async () => {
    expect(await said(file(0, '[{ kind: fit, smoothing: auto }]'))).toEqual(['auto', 'plain']);
    expect(await said(file(0.1, '[{ kind: fit, smoothing: 1e-3 }]'))).toEqual([1e-3, 'residual']);
    expect(await said(file(0.1, '[{ kind: fit, optimizer: adam }]'))).toEqual([0, 'residual']);
    expect(await said(file(0.1, '[{ kind: fit, regularizers: [sparsity] }]'))).toEqual([0, 'residual']);
    expect(await said(file(0.1, '[fit]', ', edge: residual'))).toEqual([0, 'residual']);
    expect(await said(file(0.1, '[fit]', ', edge: { kind: residual, base: none }'))).toEqual(['auto', 'residual']);
    expect(await said(file(0.1, '[fit]', ', layers: { 0: { edge: residual } }'))).toEqual([0, 'residual']);
    expect(await said(file(0.1, '[fit]', ', basis: wavelet'))).toEqual([0, 'residual']);
  });

  test('in later stages as in the first', async () => {
    const ladder = '{ kind: extend-grid, levels: [6] }';
    expect(await said(file(0.1, `[fit, ${ladder}, fit]`))).toEqual(['auto', 'auto', 'auto', 'plain']);
    expect(await said(file(0.1, `[{ kind: fit, smoothing: 0 }, ${ladder}, fit]`))).toEqual([0, 0, 0, 'residual']);
    expect(await said(file(0, `[fit, ${ladder}]`))).toEqual([0, 0, 'residual']);
  });
});
