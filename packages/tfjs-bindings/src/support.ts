/** What decides whether a binding can run here. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  /** Version of glibc; undefined where another library takes its place. */
  readonly glibc: string | undefined;
  /** Names of what the processor can, if they are known. */
  readonly processor: string | undefined;
}

/** Why something cannot be used, and what to do, as sentences. */
export interface Reason {
  readonly because: string;
  readonly cure: string;
}

/** What to do where no binding can run. */
export const INSTEAD = 'The backends wasm and cpu of the same engine run here, and so does the engine native.';

/** This machine. */
export function thisHost(): Host {
  const { platform, arch } = process;
  return { platform, arch, glibc: platform === 'linux' ? glibcOf() : undefined, processor: platform === 'linux' ? flagsOf() : undefined };
}

/** Why no binding can run on a machine; null where one can. */
export function whyUnsupported({ platform, arch, glibc, processor }: Host): Reason | null {
  const because = ((): string | null => {
    if (platform !== 'linux') return `there is no native library for ${NAMES[platform] ?? platform}, only for Linux on x64.`;
    if (arch !== 'x64') return `there is no native library for processors of the kind ${arch}, only for x64.`;
    if (glibc === undefined) return 'the native library needs glibc, and this Linux has another C library, such as musl in Alpine.';
    if (older(glibc, LEAST_GLIBC)) return `the native library needs glibc ${LEAST_GLIBC} or newer; here it is ${glibc}.`;
    if (processor !== undefined && !/\bavx\b/.test(processor)) return 'the native library needs a processor with AVX, which this one has not.';
    return null;
  })();
  return because === null ? null : { because, cure: INSTEAD };
}

const NAMES: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' };
/** What the libraries of all sources are linked against. */
const LEAST_GLIBC = '2.17';

function older(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number)) as [number[], number[]];
  return a[0]! < b[0]! || (a[0] === b[0] && a[1]! < b[1]!);
}

function glibcOf(): string | undefined {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  // Otherwise names of all peers of the process are looked up, which may take seconds.
  report.excludeNetwork = true;
  return (report.getReport() as { header?: { glibcVersionRuntime?: string } }).header?.glibcVersionRuntime;
}

function flagsOf(): string | undefined {
  try { return /^flags\s*:(.*)$/m.exec(process.getBuiltinModule('node:fs').readFileSync('/proc/cpuinfo', 'utf8'))?.[1]; } catch { return undefined; }
}
