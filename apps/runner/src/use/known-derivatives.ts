import type { Model } from '@knotwork/model';
import { columnOf } from '@knotwork/network';
import { evaluateDerivatives, type NetworkExport } from '@knotwork/network/exported';
import type { Samples } from '@knotwork/plugin';
import type { KnownDerivatives } from '@knotwork/trials';

/** A step to either side of a row, as a share of the range of an input; derivatives that change by more than a share of the largest jump there. */
const [STEP, JUMP] = [1e-9, 1e-5];

/** Derivatives of a model that exported files are compared with, and where they are continuous. */
export async function knownDerivatives(model: Model, { model: exported }: Pick<NetworkExport, 'model'>, rows: Samples, asked: string): Promise<KnownDerivatives> {
  const derivatives = exported.derivatives!;
  const expected = await model.derivatives(rows, asked);
  const { width } = expected;
  const [before, behind] = [await model.derivatives(moved(rows, -STEP), asked), await model.derivatives(moved(rows, STEP), asked)];
  const largest = Float64Array.from({ length: width }, (_, k) => columnOf(expected, k).reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  const isContinuous = (row: number): boolean => largest.every((most, k) => {
    const at = row * width + k;
    return [before, behind].every(({ values }) => !(Math.abs(values[at]! - expected.values[at]!) > JUMP * most));
  });
  return {
    columns: derivatives.columns, expected, rows: Array.from({ length: rows.count }, (_, row) => row).filter(isContinuous),
    again: () => evaluateDerivatives(derivatives, rows),
  };
}

/** All rows, moved by a share of the range of every input. */
function moved(rows: Samples, share: number): Samples {
  const { width, values } = rows;
  const range = (i: number): number => {
    const own = columnOf(rows, i);
    return own.reduce((a, b) => Math.max(a, b), -Infinity) - own.reduce((a, b) => Math.min(a, b), Infinity);
  };
  const steps = Array.from({ length: width }, (_, i) => share * range(i));
  return { ...rows, values: values.map((v, k) => v + steps[k % width]!) };
}
