// nx runs these sources, and those that they import, before anything is built: a package by its name would be what its sources were compiled to.
// eslint-disable-next-line @nx/enforce-module-boundaries
export { KINDS, type PluginKind, type PluginName, pluginName, RUNNERS, templatesOf } from '../../../apps/create-plugin/src/index.ts';
