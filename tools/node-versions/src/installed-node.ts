import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawned } from './spawned.js';

/** A Node of a version, or why it cannot be had. */
export type InstalledNode = { readonly binary: string } | { readonly reason: string };

/**
 * The binary of a version of Node, from the registry's package for this machine; it is installed into a folder of its own unless it is there already.
 * Such a package is the release as Node publishes it, and runs no scripts.
 *
 * @param home folder of all versions
 */
export async function installedNode(version: string, home: string, env: NodeJS.ProcessEnv = process.env): Promise<InstalledNode> {
  const folder = join(home, version);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const says = async (): Promise<string> => (await spawned(binary, ['--version'], home, env)).stdout.trim();
  mkdirSync(folder, { recursive: true });
  if (await says() === `v${version}`) return { binary };
  // Without a network npm would try again for minutes; in a silent `npm run` it would not say what is wrong.
  const options = ['--no-save', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0', '--fetch-timeout=120000'];
  const { status, stderr } = await spawned('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`], folder, env);
  if (status !== 0) return { reason: stderr.split('\n').find((line) => line.startsWith('npm error'))?.replace('npm error ', 'npm: ') ?? `npm ended with status ${status}` };
  const found = await says();
  return found === `v${version}` ? { binary } : { reason: `${name}@${version} says it is ${found || 'nothing'}` };
}
