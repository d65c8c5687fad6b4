import { listed } from './listed.js';
import type { StandardPackage } from './load-standard-packages.js';
import * as packages from './standard-packages.js';

/** What of `standardPackages` trains, loads and predicts, loaded with whoever imports this: for pages, which have it in one file with the rest. */
export const packagesAtHand: readonly StandardPackage[] = listed(packages);
