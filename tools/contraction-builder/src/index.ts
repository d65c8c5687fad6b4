export { builtFile } from './built-file.js';
export { sourcesOf } from './sources.js';
