import type { Recipe } from '../pins.js';

/** The addon, from the folder of its package: where the sources look for it, and from where it finds the library. */
export const ADDON = 'lib/napi-v8/tfjs_binding.node';
export const LIBRARY_FOLDER = 'deps/lib';

/** The program that loads a binding. */
export const loaderText = ({ main }: Recipe): string => `'use strict';
// Written by "knotwork engines install".
const { readFileSync } = require('fs');
const Module = require('module');
const { dirname } = require('path');
const util = require('util');
const { compileFunction } = require('vm');

// What this version of TensorFlow.js calls, and Node 22 warns of and 23 and later lack.
if (Number(process.versions.node.split('.')[0]) >= 22) {
  util.isNullOrUndefined = (value) => value == null;
  util.isArray = Array.isArray;
}
if (process.env.TF_CPP_MIN_LOG_LEVEL === undefined) process.env.TF_CPP_MIN_LOG_LEVEL = '2';

// All copies of TensorFlow.js in a process share one engine, which they keep in the global object: backends of the others would be replaced, and their tensors
// counted here. So these packages see a global object of their own, that has all of the usual one but that engine. Whatever one of them needs stands before it.
const own = { value: null, writable: true, configurable: true };
const apart = Object.create(globalThis, { _tfengine: own, _tfGlobals: own });
for (const name of ['tfjs-core', 'tfjs-backend-cpu', 'tfjs-backend-webgl', 'tfjs-layers', 'tfjs-converter', 'tfjs-data', 'tfjs']) {
  const path = require.resolve('@tensorflow/' + name);
  const loaded = new Module(path, module);
  loaded.filename = path;
  require.cache[path] = loaded;
  const compiled = compileFunction(readFileSync(path, 'utf8'), ['exports', 'require', 'module', '__filename', '__dirname', 'global'], { filename: path });
  compiled.call(loaded.exports, loaded.exports, Module.createRequire(path), loaded, path, dirname(path), apart);
  loaded.loaded = true;
}
module.exports = require('${main.name}');
`;

/** What tfjs-node asks where its addon is. The package of that name brings fifty others, which download and build. */
export const WHERE_IS_THE_ADDON: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: '@mapbox/node-pre-gyp', version: '0.0.0', description: 'In place of the package of that name: says where the addon is', main: 'index.js' }, undefined, 2)}\n`,
  'index.js': `'use strict';\nconst path = require('path');\nexports.find = (manifest) => path.join(path.dirname(manifest), '${ADDON}');\n`,
};
