/** What other libraries call metrics, the metric to write instead, and why that one. Case, `_`, `-`, `^` and spaces do not count. */
const OTHERS: readonly { readonly words: readonly string[]; readonly write: string; readonly why?: string }[] = [
  { words: ['mse', 'mean-squared-error', 'neg-mean-squared-error', 'l2', 'l2-loss', 'squared-error', 'sse', 'rss'], write: 'rmse', why: 'it is the root of the mean squared error, orders arms alike, and its ratios are the roots of those' },
  { words: ['root-mean-squared-error', 'neg-root-mean-squared-error', 'rms'], write: 'rmse' },
  { words: ['nrmse', 'nmse', 'relative-error', 'rse', 'fvu'], write: 'rmse', why: 'on one set of rows it orders arms alike' },
  { words: ['mean-absolute-error', 'neg-mean-absolute-error', 'l1', 'l1-loss', 'absolute-error', 'mad'], write: 'mae' },
  { words: ['r-squared', 'r2-score', 'r2score', 'rsq', 'coefficient-of-determination', 'explained-variance'], write: 'r2' },
  { words: ['max', 'linf', 'sup', 'max-absolute-error', 'worst'], write: 'maxError' },
  { words: ['acc', 'accuracy-score', 'error-rate', 'misclassification', 'top1', 'zero-one-loss'], write: 'accuracy' },
  { words: ['f1', 'f1-score', 'auc', 'roc-auc', 'precision', 'recall', 'balanced-accuracy', 'cross-entropy', 'log-loss', 'nll'], write: 'accuracy', why: 'of classes nothing else is measured' },
];

const plain = (word: string): string => word.toLowerCase().replace('²', '2').replace(/[-_\s^]/g, '');

/** What to write in place of a metric of another library, as a sentence; undefined where that is not known. @param known metrics as results call them */
export function metricMeant(name: string, known: readonly string[]): string | undefined {
  const word = plain(name);
  const same = known.find((other) => plain(other) === word);
  if (same !== undefined) return `Write ${same}.`;
  const meant = OTHERS.find(({ words, write }) => known.includes(write) && words.some((other) => plain(other) === word));
  return meant === undefined ? undefined : `Write ${meant.write}${meant.why === undefined ? '' : `: ${meant.why}`}.`;
}
