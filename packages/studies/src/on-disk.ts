import { diskError } from '@knotwork/workspace';

/** @throws KnotworkError `environment` for what the operating system says */
export function onDisk<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError(path, error);
  }
}
