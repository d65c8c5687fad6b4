import { refuseCount, refuseProbability } from '../errors.js';

/**
 * The alpha of a study that is looked at several times: alpha / looks.
 *
 * Where the number of looks was fixed before the first, all of them together are wrong in at most alpha of all studies (Bonferroni). A study that is extended after a verdict has look n tested at
 * alpha / n: then its last verdict alone is that strict, and all n together are wrong in at most alpha (1 + 1/2 + ... + 1/n).
 *
 * @param alpha in (0, 1)
 * @param looks whole, at least 1
 * @throws RangeError for others
 *
 * @example
 * alphaOfLooks(0.05, 2); // 0.025
 */
export function alphaOfLooks(alpha: number, looks: number): number {
  refuseProbability('alpha', alpha);
  refuseCount('looks', looks, 1);
  return alpha / looks;
}
