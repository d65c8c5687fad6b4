import { free, isNothing } from './constant.js';
import type { KeptValues } from './kept-values.js';
import { sizeOf } from './normal-form.js';
import { simplerForms } from './simpler-forms.js';
import { fitForm, type FittedForm, type FormRows, freeCount, STEPS, type Work } from './snapping.js';

/** A form so large is an expansion, none of whose parts is meant. */
const MOST_SIZE = 500;
/** Of the work that is left, as much beside it at most: numbers are still to be rounded. */
const SHARE = 0.1;

/**
 * Takes away parts that are not needed: what is one step simpler, if need be with a constant, and no worse by the Bayesian information criterion, takes a form's place, the best of these first, until there is none. Over a narrow
 * range exp(a x) can stand where x is meant, with a number more and hardly a gain.
 *
 * @param values that must not be lost
 *
 * Cost: one or two fits of a few steps for each form that is one step simpler, 60 at most, again for every part that goes; within a tenth of `work`, which is not spent, and beyond which what was found stays
 */
export function withoutNeedlessParts(last: FittedForm, rows: FormRows, work: Work, values: KeptValues): FittedForm {
  /** Squares in variances of a row, and for each number what it has to save at least. */
  const priceOf = ({ form, squares }: FittedForm): number => squares + last.variance * Math.log(rows.target.length) * freeCount(form);
  const own = work.share(SHARE);
  for (let now = last; ;) {
    if (sizeOf(now.form) > MOST_SIZE) return now;
    // An exponential needs no constant beside it, and a line in its place does.
    const forms = simplerForms(now.form).flatMap((form) => (isNothing(form.constant) ? [form, { ...form, constant: free(0) }] : [form]));
    const next = forms.reduce<FittedForm | null>((best, form) => {
      const isSimpler = form.terms.length > 0 && sizeOf(form) < sizeOf(now.form) && freeCount(form) <= freeCount(now.form);
      const fitted = isSimpler ? fitForm(form, rows, own, STEPS.again) : null;
      return fitted !== null && fitted.outcome !== 'not finite' && priceOf(fitted) <= priceOf(best ?? now) && values.areIn(fitted.form, now.form) ? fitted : best;
    }, null);
    if (next === null) return now;
    now = next;
  }
}
