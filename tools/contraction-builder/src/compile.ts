import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Target } from './targets.js';

/** A compiler of C: a program and its first arguments. `isZig` is said of one that compiles for every platform. */
export interface Compiler { readonly command: readonly string[]; readonly isZig: boolean }

/** A compiler that is not there, or does not do what is asked. */
export class CannotCompile extends Error {}

// Fused products are written as such: nothing else is fused, so that compilers agree about every bit.
const FLAGS = ['-std=gnu11', '-O3', '-fPIC', '-ffp-contract=off', '-fno-math-errno', '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter', '-g0'];

/**
 * Compiles the kernels for a platform.
 *
 * @param sources folder of `kernels.c` and the others
 * @param file that is written
 * @throws CannotCompile with what the compiler said
 */
export function compile({ command, isZig }: Compiler, { zig, variants, platform }: Target, sources: string, file: string): void {
  const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));
  const objects = mkdtempSync(join(tmpdir(), 'knotwork-contraction-'));
  const run = (...args: readonly string[]): void => execute(command, [...(isZig ? ['-target', zig] : []), ...args]);
  try {
    const made: string[] = [];
    const object = (source: string, name: string, ...flags: readonly string[]): void => {
      const path = join(objects, `${name}.o`);
      run(...FLAGS, `-I${join(headers, 'include')}`, ...flags, '-c', join(sources, source), '-o', path);
      made.push(path);
    };
    for (const { name, flags } of variants) {
      for (const source of ['kernels', 'map']) {
        for (const real of ['float', 'double']) object(`${source}.c`, `${name}-${source}-${real}`, ...flags, `-DREAL=${real}`, `-DIS_DOUBLE=${real === 'double' ? 1 : 0}`, `-DVARIANT=${name}`);
      }
      object('algebra.c', `${name}-algebra`, ...flags, `-DVARIANT=${name}`);
    }
    object('check.c', 'check');
    object('addon.c', 'addon');
    run('-shared', '-o', file, ...made, ...linking(command, platform, headers, objects));
  } finally {
    rmSync(objects, { recursive: true });
  }
}

/** Functions of Node are found when it loads the file: on Windows in the program that the file names. */
function linking([program, ...first]: Compiler['command'], platform: string, headers: string, objects: string): readonly string[] {
  if (platform.startsWith('darwin')) return ['-Wl,-undefined,dynamic_lookup'];
  if (!platform.startsWith('win32')) return ['-s'];
  const library = join(objects, 'node.lib');
  // The last of the first arguments is `cc`.
  execute([program!, ...first.slice(0, -1), 'dlltool'], ['-d', join(headers, 'def', 'node_api.def'), '-l', library, '-m', platform.endsWith('arm64') ? 'arm64' : 'i386:x86-64', '-D', 'node.exe']);
  return [library, '-s'];
}

function execute([program, ...first]: readonly string[], args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(program!, [...first, ...args], { encoding: 'utf8' });
  if (error !== undefined) throw new CannotCompile(`${program!} cannot be started: ${error.message}`);
  if (status !== 0) throw new CannotCompile(`${program!} failed: ${stderr.trim()}`);
}
