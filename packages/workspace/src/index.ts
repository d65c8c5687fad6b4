export { composeFromFile, FileComposer } from './compose-from-file.js';
export { fileRequest, type FileRequest } from './file-request.js';
export { regularBytes, regularText } from './files/regular-file.js';
export { writeAtomically } from './files/write-atomically.js';
export { FolderPlace } from './store/folder-place.js';
export { FolderStore } from './store/folder-store.js';
export { readMetrics, readResult, readRun, runFilesIn, runStatus } from './store/run-folder.js';
