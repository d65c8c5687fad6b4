export { fingerprintOf, type LoadedPlugin, loadPlugins } from './load-plugins.js';
