import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotCompile, compile } from './compile.js';
import { nativeFolder, sourcesOf } from './sources.js';
import { TARGETS, targetOfThisMachine } from './targets.js';

test('every platform has a target of zig, its instructions, and says where npm may install it', () => {
  expect(TARGETS.map(({ platform, zig, variants, only }) => [platform, zig, variants.map(({ name }) => name).join(), JSON.stringify(only)])).toEqual([
    ['linux-x64-gnu', 'x86_64-linux-gnu.2.17', 'avx512,avx2', '{"os":["linux"],"cpu":["x64"],"libc":["glibc"]}'],
    ['linux-x64-musl', 'x86_64-linux-musl', 'avx512,avx2', '{"os":["linux"],"cpu":["x64"],"libc":["musl"]}'],
    ['linux-arm64-gnu', 'aarch64-linux-gnu.2.17', 'neon', '{"os":["linux"],"cpu":["arm64"],"libc":["glibc"]}'],
    ['darwin-x64', 'x86_64-macos', 'avx512,avx2', '{"os":["darwin"],"cpu":["x64"]}'],
    ['darwin-arm64', 'aarch64-macos', 'neon', '{"os":["darwin"],"cpu":["arm64"]}'],
    ['win32-x64', 'x86_64-windows-gnu', 'avx512,avx2', '{"os":["win32"],"cpu":["x64"]}'],
    ['win32-arm64', 'aarch64-windows-gnu', 'neon', '{"os":["win32"],"cpu":["arm64"]}'],
  ]);
});

test('this machine has one of them, or none', () => {
  const target = targetOfThisMachine();
  if (target !== undefined) expect([target.only.os, target.only.cpu]).toEqual([[process.platform], [process.arch]]);
  else expect(TARGETS.some(({ only }) => only.os[0] === process.platform && only.cpu[0] === process.arch && only.libc === undefined)).toBe(false);
});

test('what a compiler says is told, and a compiler that is not there', () => {
  const run = (...command: readonly string[]) => () => { compile({ command, isZig: false }, TARGETS[0]!, '/nowhere', '/nowhere/file.node'); };
  expect(run('sh', '-c', 'echo "kernels.c: no" >&2; exit 1')).toThrow(new CannotCompile('sh failed: kernels.c: no'));
  expect(run('no-such-compiler')).toThrow(/^no-such-compiler cannot be started: /);
});

test('sources are known again, and others are others', () => {
  const root = mkdtempSync(join(tmpdir(), 'knotwork-sources-'));
  try {
    mkdirSync(nativeFolder(root), { recursive: true });
    const write = (text: string): string => { writeFileSync(join(nativeFolder(root), 'kernels.c'), text); return sourcesOf(root); };
    const [first, second, again] = [write('a'), write('b'), write('a')];
    expect([first === again, first === second, first.length]).toEqual([true, false, 16]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
