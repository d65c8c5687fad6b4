import { cite, defineLoss, where } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * Half the square of a residual r = y - t that is small, linear in one that is large, the mean over the outputs:
 *
 *     r^2 / 2 where |r| < delta,    delta (|r| - delta / 2) elsewhere
 *
 * Value and slope have no jump at delta. Rows beyond it have no curvature: normal equations are made of the others.
 */
export const huber = defineLoss({
  name: 'huber',
  summary: 'Squares of small residuals, absolute values of large ones; robust against outliers, for every optimizer',
  source: cite({ authors: ['P. J. Huber'], year: 1964, title: 'Robust Estimation of a Location Parameter', id: 'doi:10.1214/aoms/1177703732' }),
  options: z.strictObject({ delta: z.number().positive().default(1).describe('Residual, in standardized units, from which on the loss is linear') }),
  form: 'loss',
  formula: (outputs, targets, { delta }) => {
    const each = outputs.map((output, i) => {
      const r = output.sub(targets[i]!);
      return where(r.abs().less(delta), r.square().mul(0.5), r.abs().sub(delta / 2).mul(delta));
    });
    return [each.reduce((a, b) => a.add(b)).div(outputs.length)];
  },
});
