import type { ArrayFormulas } from '../code/formula-shape.js';
import { ORDINARY } from '../code/parameter-block.js';
import { featureParameters, type FeatureSpec } from '../emit/feature-kernel.js';

/** Under which starts go; planes go under their numbers. */
export const START = 'start';

/** Features as formulas over arrays: of samples of an input and the numbers of its parameter block. Null where they read more: channels, or knots of the input's own. */
export function featureArrays(spec: FeatureSpec): ArrayFormulas | null {
  const { planes, start, parameters, channels = [] } = spec;
  if (channels.length > 0 || featureParameters(spec).knots !== null) return null;
  return {
    arrays: ['x'], uniform: parameters, ordinary: ORDINARY,
    outputs: [...planes.map((expr, k) => ({ to: String(k), expr })), ...(start === null ? [] : [{ to: START, expr: start }])],
  };
}
