import type { KeptValues } from './kept-values.js';
import { constantsOf, mapConstants, type Sum } from './normal-form.js';
import { fitForm, type FittedForm, type FormRows, STEPS, type Work } from './snapping.js';

/**
 * The best fit in which one constant stays where it is and no value is lost, all constants where they are if there is none. It is for forms whose best fit to these rows takes values away at others: most often one constant
 * does it, such as the shift in a logarithm, and without that the others are free to go.
 *
 * @param form whose constants are where it has its values, @param values of all rows
 * @returns null where there is no work for it, or where the form is not finite at the rows; standard errors are as if the constant had been fitted
 *
 * Cost: a fit for each constant, as long as there is work.
 */
export function fitKeepingValues(form: Sum, rows: FormRows, values: KeptValues, work: Work): FittedForm | null {
  const asItIs = fitForm(form, rows, work, 0);
  if (asItIs === null || asItIs.outcome === 'not finite') return null;
  return constantsOf(form).reduce<FittedForm>((best, constant, at) => {
    if (!constant.isFree) return best;
    const fitted = fitForm(withFreedom(form, at, false), rows, work, STEPS.first);
    if (fitted === null || !(fitted.squares < best.squares) || !values.areIn(fitted.form, form)) return best;
    const told = fitForm(withFreedom(fitted.form, at, true), rows, work, 0);
    return told === null || told.outcome === 'not finite' ? best : told;
  }, asItIs);
}

/** A form one of whose constants is free or not. */
function withFreedom(form: Sum, at: number, isFree: boolean): Sum {
  let k = 0;
  return mapConstants(form, (c) => (k++ === at ? { ...c, isFree } : c));
}
