import * as z from '@knotwork/plugin/zod';

/** Numbers of the elimination. */
export const eliminationOptions = z.strictObject({
  tries: z.int().min(1).max(1000).default(3).describe('removals tried in a row, those of the smallest shares first; where none is as good, the stage ends'),
  starts: z.strictObject({
    count: z.int().min(0).max(1000).default(4).describe('fresh networks of the smaller structure'),
    steps: z.int().min(1).default(25).describe('steps of each'),
  }).prefault({}).describe('where the network without the part, fitted on from what is left of it, is not as good: fresh ones, the best of which is compared'),
  steps: z.int().min(1).default(30).describe('most steps of the network that is left'),
  parameters: z.int().min(1).default(60).describe('larger and smaller networks are compared refined to so many parameters, or to those of the larger one where these are more'),
  refineSteps: z.int().min(1).default(20).describe('most steps on each level of the refinement'),
  tolerance: z.number().min(0).max(1).default(0.05).describe('share by which the root mean square error may be larger; where smoothing is auto, noise alone decides'),
  deviations: z.number().min(0).default(1).describe('standard errors of the difference, over rows, from which on it is more than noise'),
});
export type EliminationOptions = z.output<typeof eliminationOptions>;
