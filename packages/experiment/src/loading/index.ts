export { hashPackage } from './hash-package.js';
export { type LoadedPlugin, loadPlugins } from './load-plugins.js';
export type { PluginLocation } from './plugin-location.js';
