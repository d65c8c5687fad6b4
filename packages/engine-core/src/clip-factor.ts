/** What a gradient is multiplied by so that its Euclidean norm is at most `limit`: 1 where it is no longer. Numbers that are too large to be squared are no obstacle. */
export function clipFactor(gradient: Float64Array, limit: number): number {
  const norm = euclideanNorm(gradient);
  // A norm that is not a number clips nothing: what the step makes of it shows in the next value.
  return norm > limit ? limit / norm : 1;
}

function euclideanNorm(v: Float64Array): number {
  let squares = 0;
  for (let k = 0; k < v.length; k++) squares += v[k]! * v[k]!;
  if (squares < Infinity) return Math.sqrt(squares);
  let largest = 0;
  for (let k = 0; k < v.length; k++) largest = Math.max(largest, Math.abs(v[k]!));
  squares = 0;
  for (let k = 0; k < v.length; k++) squares += (v[k]! / largest) ** 2;
  return largest * Math.sqrt(squares);
}
