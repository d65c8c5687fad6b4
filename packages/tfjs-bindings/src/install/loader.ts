import type { Recipe } from '../pins.js';

/** The addon, from the folder of its package: where the sources look for it, and from where it finds the library. */
export const ADDON = 'lib/napi-v8/tfjs_binding.node';
export const LIBRARY_FOLDER = 'deps/lib';

/** The program that loads a binding. */
export const loaderText = ({ main }: Recipe): string => `'use strict';
// Written by "knotwork engines install".
const util = require('util');
// What this version of TensorFlow.js calls, and Node 22 warns of and 23 and later lack.
if (Number(process.versions.node.split('.')[0]) >= 22) {
  util.isNullOrUndefined = (value) => value == null;
  util.isArray = Array.isArray;
}
if (process.env.TF_CPP_MIN_LOG_LEVEL === undefined) process.env.TF_CPP_MIN_LOG_LEVEL = '2';
module.exports = require('${main.name}');
`;

/** What tfjs-node asks where its addon is. The package of that name brings fifty others, which download and build. */
export const WHERE_IS_THE_ADDON: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: '@mapbox/node-pre-gyp', version: '0.0.0', description: 'In place of the package of that name: says where the addon is', main: 'index.js' }, undefined, 2)}\n`,
  'index.js': `'use strict';\nconst path = require('path');\nexports.find = (manifest) => path.join(path.dirname(manifest), '${ADDON}');\n`,
};
