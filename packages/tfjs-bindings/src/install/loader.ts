import type { Recipe } from '../pins.js';

/** The addon, from the folder of its package: where the sources look for it, and from where it finds the library. */
export const ADDON = 'lib/napi-v8/tfjs_binding.node';
export const LIBRARY_FOLDER = 'deps/lib';

/** The program that loads a binding. */
export const loaderText = ({ main }: Recipe): string => `'use strict';
// Written by "knotwork engines install".
const { readFileSync } = require('fs');
const { createRequire, isBuiltin } = require('module');
const { dirname, extname } = require('path');
const util = require('util');

// What this version of TensorFlow.js calls, and Node 22 warns of and 23 and later lack.
if (Number(process.versions.node.split('.')[0]) >= 22) {
  util.isNullOrUndefined = (value) => value == null;
  util.isArray = Array.isArray;
}
if (process.env.TF_CPP_MIN_LOG_LEVEL === undefined) process.env.TF_CPP_MIN_LOG_LEVEL = '2';

// All copies of TensorFlow.js in a process share one engine, which they keep in the global object: backends of the others would be replaced, and their tensors
// counted here. So the packages in this folder see a global object of their own, that has all of the usual one but that engine.
const own = { value: null, writable: true, configurable: true };
const apart = Object.create(globalThis, { _tfengine: own, _tfGlobals: own });
const loaded = new Map();
const load = (path) => {
  const native = createRequire(path);
  if (extname(path) !== '.js') return native(path);
  if (loaded.has(path)) return loaded.get(path).exports;
  const module = { id: path, filename: path, exports: {} };
  loaded.set(path, module);
  const code = new Function('exports', 'require', 'module', '__filename', '__dirname', 'global', readFileSync(path, 'utf8') + '\\n//# sourceURL=' + path);
  code.call(module.exports, module.exports, (name) => (isBuiltin(name) ? native(name) : load(native.resolve(name))), module, path, dirname(path), apart);
  return module.exports;
};
module.exports = load(require.resolve('${main.name}'));
`;

/** What tfjs-node asks where its addon is. The package of that name brings fifty others, which download and build. */
export const WHERE_IS_THE_ADDON: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: '@mapbox/node-pre-gyp', version: '0.0.0', description: 'In place of the package of that name: says where the addon is', main: 'index.js' }, undefined, 2)}\n`,
  'index.js': `'use strict';\nconst path = require('path');\nexports.find = (manifest) => path.join(path.dirname(manifest), '${ADDON}');\n`,
};
