import type { AffineMap, InputVariable, Samples, VariableMap } from '@knotwork/plugin';
import { fromUser, toUser } from './maps/variable-map.js';

/** Rows that are converted together, column by column, so that they stay in the cache. */
const BLOCK = 1024;

/** The map that standardizes one column, to mean 0 and standard deviation 1. A constant column keeps scale 1. */
export function columnStatistics(samples: Samples, column: number): AffineMap { return statisticsOf(samples, [column])[0]!; }

/** The same of several columns, in two passes over the rows. @param columns their places, all when left out */
export function statisticsOf({ count, width, values }: Samples, columns: readonly number[] = Array.from({ length: width }, (_, j) => j)): AffineMap[] {
  const [mean, square] = [new Float64Array(columns.length), new Float64Array(columns.length)];
  for (let row = 0; row < count; row++) for (let j = 0; j < columns.length; j++) mean[j]! += values[row * width + columns[j]!]!;
  for (let j = 0; j < columns.length; j++) mean[j]! /= count;
  for (let row = 0; row < count; row++) for (let j = 0; j < columns.length; j++) square[j]! += (values[row * width + columns[j]!]! - mean[j]!) ** 2;
  return columns.map((_, j) => {
    const deviation = Math.sqrt(square[j]! / count);
    // Rounding alone leaves about 1e-16 of the mean; dividing by that would turn noise into signal.
    return { kind: 'affine', center: mean[j]!, scale: deviation > 1e-12 * Math.abs(mean[j]!) ? deviation : 1 };
  });
}

/** One column as a list of its own. */
export function columnOf({ count, width, values }: Samples, column: number): Float64Array {
  const list = new Float64Array(count);
  for (let row = 0; row < count; row++) list[row] = values[row * width + column]!;
  return list;
}

/** From the user's units to network units. */
export function toNetworkUnits(samples: Samples, variables: readonly InputVariable[]): Samples { return converted(samples, variables, fromUser); }

/** From network units to the user's. */
export function toUserUnits(samples: Samples, variables: readonly InputVariable[]): Samples { return converted(samples, variables, toUser); }

function converted(samples: Samples, variables: readonly InputVariable[], convert: (map: VariableMap, value: number) => number): Samples {
  const { width, values: from } = samples;
  const values = new Float64Array(from.length);
  for (let first = 0; first < from.length; first += BLOCK * width) {
    const end = Math.min(first + BLOCK * width, from.length);
    for (let j = 0; j < width; j++) {
      const { map } = variables[j]!;
      for (let k = first + j; k < end; k += width) values[k] = convert(map, from[k]!);
    }
  }
  return { ...samples, values };
}
