export { experimentJsonSchema, fileJsonSchema } from './experiment-json-schema.js';
export { describePlugin, type PluginDescription } from './describe-plugin.js';
export type { OptionDescription } from './describe-options.js';
export { structureOfBasis } from './structure-of-basis.js';
