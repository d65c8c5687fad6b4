import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Tarball {
  readonly name: string;
  readonly path: string;
  /** Of the tarball, and of what it unpacks to, in bytes. */
  readonly size: number;
  readonly unpacked: number;
  readonly files: readonly string[];
}

/** Packs all packages of a folder that `writePackages` wrote, with one start of npm. */
export function packAll(folder: string, out: string): readonly Tarball[] {
  mkdirSync(out, { recursive: true });
  const output = execFileSync('npm', ['pack', '--workspaces', '--json', '--offline', '--pack-destination', out], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
  const packed = JSON.parse(output) as readonly { name: string; filename: string; size: number; unpackedSize: number; files: readonly { path: string }[] }[];
  return packed.map(({ name, filename, size, unpackedSize, files }) => ({ name, path: join(out, filename), size, unpacked: unpackedSize, files: files.map(({ path }) => path).sort() }));
}
