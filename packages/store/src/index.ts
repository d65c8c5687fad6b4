export { exactJson, parseExactJson } from './exact-json.js';
export { canonicalJson, stableJson } from './json.js';
export { FILES, readMetrics, readResult, readRun, runFilesIn, runStatus, type RunStatus } from './run-folder.js';
export { RunStore } from './run-store.js';
