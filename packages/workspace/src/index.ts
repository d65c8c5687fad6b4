export { composeFromFile, type Composition, openFromFile, type OpenedExperiment, type RunRequest } from './compose-from-file.js';
export { FolderStore, readMetrics, readResult, readRun, runFilesIn, runStatus } from './store/index.js';
