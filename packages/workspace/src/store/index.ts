export { readMetrics, readResult, readRun, runFilesIn, runStatus } from './run-folder.js';
export { FolderStore } from './folder-store.js';
