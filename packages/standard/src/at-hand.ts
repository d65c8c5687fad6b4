import { definePackage } from '@knotwork/plugin';
import { listed } from './listed.js';
import type { StandardPackage } from './load-standard-packages.js';
import * as packages from './standard-packages.js';

/** Packages of the release whose plugins nothing in a page asks for. They are named all the same: the identity of a run tells which packages there were, and is that of Node. */
const WITHOUT_PLUGINS = { '@knotwork/importers': definePackage({ api: 2, plugins: [] }) };

/** What of `standardPackages` trains, loads and predicts, loaded with whoever imports this: for pages, which have it in one file with the rest. */
export const packagesAtHand: readonly StandardPackage[] = [...listed(packages), ...listed(WITHOUT_PLUGINS)];
