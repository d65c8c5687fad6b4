import { parseOptions } from '@knotwork/network';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import { openStep, type StepSession } from '../../lib/step-session.js';

/** What is held before and after: tensors, and resident memory in MB. */
export interface Held { readonly tensors: readonly [number, number]; readonly resident: readonly [number, number] }

const SHAPE = { layers: [16, 32, 4], batch: 256, intervals: 5, basis: 'b-spline', degree: 3, precision: 'float32' } as const;
const [STEPS, CYCLES, OF_CYCLE] = [1000, 50, 5];

/** What steps leave behind, and what networks do that were made, trained and disposed of; after a tenth of each to warm up. */
export async function whatIsHeld(catalog: Catalog, engine: PluginUse): Promise<{ readonly steps: Held; readonly cycles: Held }> {
  const made = catalog.get('engine', engine.kind);
  const { held = () => 0 } = await made.create(parseOptions(made, engine));
  const now = (): readonly [number, number] => {
    (globalThis as { gc?: () => void }).gc?.();
    return [held(), process.memoryUsage().rss / 1e6];
  };
  const between = async (work: (times: number) => Promise<void>, times: number): Promise<Held> => {
    await work(times / 10);
    const before = now();
    await work(times);
    const after = now();
    return { tensors: [before[0], after[0]], resident: [before[1], after[1]] };
  };
  const take = async (session: StepSession, times: number): Promise<void> => { for (let k = 0; k < times; k++) await session.step(); };
  const session = await openStep(catalog, { ...SHAPE, engine });
  const steps = await between((times) => take(session, times), STEPS);
  await session.dispose();
  const cycles = await between(async (times) => {
    for (let k = 0; k < times; k++) {
      const own = await openStep(catalog, { ...SHAPE, engine });
      await take(own, OF_CYCLE);
      await own.dispose();
    }
  }, CYCLES);
  return { steps, cycles };
}
