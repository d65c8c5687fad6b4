import { differences } from './differences.js';
import { type Opened, twinOf } from './open-case.js';

/**
 * Derivatives of what an engine computes in all unknowns, by something else than its own derivatives: central differences of its values in double
 * precision. Those are rounding in single precision, where the reference engine derives, which is itself checked by differences.
 *
 * @param values what is derived, at the state as it is
 * @param derived the same derivatives as an engine gives them: `[values][unknowns]`
 * @returns `[values][unknowns]`
 */
export async function slopesOf(opened: Opened, values: () => Promise<Float64Array>, derived: (twin: Opened) => Promise<Float64Array>): Promise<Float64Array> {
  if (opened.engine.precision !== 'float64') return derived(await twinOf(opened));
  const columns = await differences(opened, values);
  const count = columns.length;
  return Float64Array.from({ length: count * (columns[0]?.length ?? 0) }, (_, k) => columns[k % count]![Math.floor(k / count)]!);
}
