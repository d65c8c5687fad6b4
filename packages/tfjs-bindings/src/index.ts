export { BINDINGS, type BindingName, isBinding } from './binding-names.js';
export { bindingFolder, cacheFolder } from './cache-folder.js';
export { type BindingState, findBinding, installCommand, type Surroundings } from './find-binding.js';
export { loadBinding } from './load-binding.js';
export type { Host, Reason } from './support.js';
