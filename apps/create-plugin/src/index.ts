export { main, type Surroundings } from './main.ts';
export { packageFiles, type PackageOptions } from './package-files.ts';
export { type PackageName, packageNameOf } from './package-name.ts';
export { type Runner, RUNNERS } from './package-manifest.ts';
export { isPluginKind, KINDS, type PluginKind } from './plugin-kind.ts';
export { type PluginName, pluginName } from './plugin-name.ts';
export { templatesOf } from './templates.ts';
export { Refusal } from './errors.ts';
