export { describePlugin, type PluginDescription, type Trait } from './describe-plugin.js';
export type { OptionDescription } from './describe-options.js';
