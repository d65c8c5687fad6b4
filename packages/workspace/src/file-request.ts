import type { ExperimentRequest } from '@knotwork/experiment';
import { token } from '@knotwork/registry';

/** What to run: plain JSON, so that a script, a worker or a cluster job can be handed it. */
export interface FileRequest {
  /** Path of the experiment file. */
  readonly file: string;
  /** What stands in the file, or what it would say; left out, it is read. What is not a file yet is composed as if it were. */
  readonly text?: ExperimentRequest['text'];
  /** `path=value`, applied left to right. */
  readonly overrides: readonly string[];
  /** Folder of the run; left out for `runs/<name>/<id>` below `cwd`. */
  readonly out?: string;
  /** Run again although a finished run of the same content exists. */
  readonly again: boolean;
  readonly cwd: string;
}

/** Given with every run that comes from a file. */
export const fileRequest = token<FileRequest>('file-request');
