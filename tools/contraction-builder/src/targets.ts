import { type Platform, PLATFORMS } from '@knotwork/contraction';

/** What a platform is called by zig, and what its files are made of. */
export interface Target {
  readonly platform: Platform;
  /** As `zig cc -target` takes it. */
  readonly zig: string;
  readonly variants: readonly Variant[];
  /** What keeps npm from installing its package elsewhere. */
  readonly only: { readonly os: readonly string[]; readonly cpu: readonly string[]; readonly libc?: readonly string[] };
}

/** A set of instructions that the kernels are compiled for. */
export interface Variant { readonly name: string; readonly flags: readonly string[] }

const X64: readonly Variant[] = [
  { name: 'avx512', flags: ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mfma', '-mprefer-vector-width=512'] },
  { name: 'avx2', flags: ['-mavx2', '-mfma'] },
];
const ARM64: readonly Variant[] = [{ name: 'neon', flags: [] }];

/** glibc of 2012: what links with it runs on every distribution that Node 20 runs on. */
const OLD_GLIBC = '2.17';

export const TARGETS: readonly Target[] = PLATFORMS.map((platform) => {
  const [os, cpu, libc] = platform.split('-') as [string, 'x64' | 'arm64', 'gnu' | 'musl' | undefined];
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[cpu];
  const system = { linux: libc === 'musl' ? 'linux-musl' : `linux-gnu.${OLD_GLIBC}`, darwin: 'macos', win32: 'windows-gnu' }[os]!;
  return {
    platform, zig: `${machine}-${system}`, variants: cpu === 'x64' ? X64 : ARM64,
    only: { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : libc] }) },
  };
});

/** The target of this machine; undefined where there is none. */
export function targetOfThisMachine(): Target | undefined {
  const header = (process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } }).header;
  const libc = process.platform !== 'linux' ? '' : header.glibcVersionRuntime === undefined ? '-musl' : '-gnu';
  return TARGETS.find(({ platform }) => platform === `${process.platform}-${process.arch}${libc}`);
}
