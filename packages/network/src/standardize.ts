import type { AffineMap, InputVariable, Samples } from '@knotwork/plugin';
import { fromUser, toUser } from './maps/variable-map.js';

/** The map that standardizes one column, to mean 0 and standard deviation 1. A constant column keeps scale 1. */
export function columnStatistics(samples: Samples, column: number): AffineMap {
  let mean = 0;
  for (let i = 0; i < samples.count; i++) mean += samples.values[i * samples.width + column]!;
  mean /= samples.count;
  let square = 0;
  for (let i = 0; i < samples.count; i++) square += (samples.values[i * samples.width + column]! - mean) ** 2;
  const deviation = Math.sqrt(square / samples.count);
  // Rounding alone leaves about 1e-16 of the mean; dividing by that would turn noise into signal.
  return { kind: 'affine', center: mean, scale: deviation > 1e-12 * Math.abs(mean) ? deviation : 1 };
}

/** One column as a list of its own. */
export function columnOf({ count, width, values }: Samples, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => values[n * width + column]!);
}

/** From the user's units to network units. */
export function toNetworkUnits(samples: Samples, variables: readonly InputVariable[]): Samples {
  return { ...samples, values: samples.values.map((u, k) => fromUser(variables[k % samples.width]!.map, u)) };
}

/** From network units to the user's. */
export function toUserUnits(samples: Samples, variables: readonly InputVariable[]): Samples {
  return { ...samples, values: samples.values.map((v, k) => toUser(variables[k % samples.width]!.map, v)) };
}
