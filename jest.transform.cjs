const swc = require('@swc/jest');

/** Globals that loops over numbers ask for. */
const NAMES = ['Math', 'Number', 'Infinity', 'NaN', 'Float64Array', 'Float32Array', 'Int32Array', 'Uint32Array', 'Uint8Array', 'Array', 'Object', 'Map', 'Set', 'String'];

/**
 * swc, and in front of every module a line of those globals that it names, as names of its own: in the context that jest gives to specs V8 looks a global up by its name
 * each time, and a loop that asks for `Math` takes several times as long. They are the same objects. It is on the first line, so that places in messages stay right.
 */
function withGlobals(result) {
  const named = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(result.code));
  // Of what is no module, the first line says that it is strict.
  return named.length === 0 || result.code.startsWith('"use strict"') ? result : { ...result, code: `const {${named.join()}}=globalThis;${result.code}` };
}

module.exports = {
  createTransformer(options) {
    const transformer = swc.createTransformer(options);
    return {
      ...transformer,
      process: (...of) => withGlobals(transformer.process(...of)),
      processAsync: async (...of) => withGlobals(await transformer.processAsync(...of)),
      getCacheKey: (...of) => `${transformer.getCacheKey(...of)}-globals`,
    };
  },
};
