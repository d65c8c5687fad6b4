import type { Samples, Variable } from '@knotwork/plugin';

/** Statistics of one column for standardization: (value - center) / scale has mean 0 and standard deviation 1. A constant column keeps scale 1. */
export function columnStatistics(samples: Samples, column: number): { center: number; scale: number } {
  let mean = 0;
  for (let i = 0; i < samples.count; i++) mean += samples.values[i * samples.width + column]!;
  mean /= samples.count;
  let square = 0;
  for (let i = 0; i < samples.count; i++) square += (samples.values[i * samples.width + column]! - mean) ** 2;
  const deviation = Math.sqrt(square / samples.count);
  // Rounding alone leaves about 1e-16 of the mean; dividing by that would turn noise into signal.
  return { center: mean, scale: deviation > 1e-12 * Math.abs(mean) ? deviation : 1 };
}

/** One column as a list of its own. */
export function columnOf({ count, width, values }: Samples, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => values[n * width + column]!);
}

/** From the user's units to network units. */
export function toNetworkUnits(samples: Samples, variables: readonly Variable[]): Samples {
  return { ...samples, values: samples.values.map((v, k) => (v - variables[k % samples.width]!.center) / variables[k % samples.width]!.scale) };
}

/** From network units to the user's. */
export function toUserUnits(samples: Samples, variables: readonly Variable[]): Samples {
  return { ...samples, values: samples.values.map((v, k) => v * variables[k % samples.width]!.scale + variables[k % samples.width]!.center) };
}
