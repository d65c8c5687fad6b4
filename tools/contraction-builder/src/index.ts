export { sourcesOf } from './sources.js';
