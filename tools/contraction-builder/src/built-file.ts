import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFor, platformPackages, PLATFORMS } from '@knotwork/contraction';

/** What `npm run contraction` compiled for this machine, installed or not; undefined where nobody did. @param root the workspace */
export function builtFile(root: string): string | undefined {
  return PLATFORMS.filter((platform) => platformPackages(process.platform, process.arch).includes(packageFor(platform))).map((platform) => join(root, 'dist', 'contraction', platform, 'contraction.node')).find((path) => existsSync(path));
}
