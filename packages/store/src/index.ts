export { canonicalJson, stableJson } from './json.js';
export { FILES, readMetrics, readResult, runStatus, type RunStatus } from './run-folder.js';
export { RunStore } from './run-store.js';
