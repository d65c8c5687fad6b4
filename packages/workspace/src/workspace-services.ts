import { tokens } from '@knotwork/experiment';
import { expected, given, instance, type Service } from '@knotwork/registry';
import { fileRequest } from './file-request.js';
import { diskFiles } from './files/disk-files.js';
import { systemMemory } from './system-memory.js';
import { GitProvenance } from './identity/git-provenance.js';
import { sha256 } from './identity/sha256.js';
import { DiskPluginLoader } from './loading/disk-plugin-loader.js';
import { folderGuard, processLeases } from './store/folder-guard.js';
import { FolderPlace } from './store/folder-place.js';
import { usualLeases } from './store/lease/lease.js';

/** What a process with a disk and git puts in the place of the standard services. They are of this process: git is asked once, whoever composes. */
export const workspaceServices: readonly Service[] = [
  given(tokens.files, diskFiles),
  given(tokens.memory, systemMemory),
  given(tokens.digest, { sha256 }),
  given(tokens.provenance, new GitProvenance()),
  given(tokens.loader, new DiskPluginLoader()),
  given(processLeases, usualLeases),
  given(folderGuard, {}),
  expected(fileRequest),
  instance(tokens.place, 'run', FolderPlace),
];
