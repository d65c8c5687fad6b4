import { host, type Host } from './host.js';
import { JOB_KINDS, LAYOUT } from './job-kinds.js';
import { platformPackages } from './platform.js';

/** Contractions of this process. */
export interface Contraction {
  /** Instructions that it is made of, such as `avx512`. All of them give the same bits. */
  readonly variant: string;
  /** Of the package that it came in; null for a file by itself. */
  readonly version: string | null;
  /** What jobs are called, by the number that they begin with. */
  readonly kinds: readonly string[];
  /** Formulas over arrays, and of features, that were known when it was compiled: what each is called by, at its number. */
  readonly maps: readonly string[];
  readonly features: readonly string[];
  /** Where another thread of this process finds it: its file, and the number of the variant. */
  readonly origin: { readonly file: string; readonly variant: number };
  /**
   * Does one job: a {@link Job}, one that weighs coefficients, a formula over arrays or of features, or one of the linear algebra of second-order steps.
   *
   * @param memory that the job lies in and is about: all of it
   * @param job where it begins, in bytes
   * @throws RangeError when the job would leave the memory, or write over what says where to; nothing was written then
   */
  run(memory: Uint8Array, job: number): void;
}

/** Contractions, or why there are none: `isPossible` where installing a package would change that. */
export type Found = { readonly contraction: Contraction } | { readonly because: string; readonly isPossible: boolean };

/** Where nothing can be loaded, such as in a page. */
const NOWHERE: Found = { because: 'this host loads no native code', isPossible: false };

/** @returns what loads modules, as from this one; undefined where nothing can */
const loaderOf = (asked: Host | undefined): NodeJS.Require | undefined => asked?.getBuiltinModule?.('node:module')?.createRequire(import.meta.url);

interface Addon { readonly layout?: number; readonly maps: readonly string[]; readonly features: readonly string[]; readonly variants: readonly (string | undefined)[]; run(memory: Uint8Array, job: number, variant: number): void }

let found: Found | undefined;

/** Looks for the package of this platform. It is asked once in a process. */
export function findContraction(): Found { return (found ??= find(host())); }

/** Names instructions to be used in place of the widest that the processor has, such as `avx2`. */
const INSTRUCTIONS = 'KNOTWORK_SIMD';

/** Names a file of native code to be used in place of an installed package. */
const FILE = 'KNOTWORK_NATIVE';

/** @param asked what Node calls `process`; undefined in a page */
export function find(asked: Host | undefined): Found {
  const require = loaderOf(asked);
  if (asked === undefined || require === undefined) return NOWHERE;
  const [file, instructions] = [asked.env?.[FILE], asked.env?.[INSTRUCTIONS] || undefined];
  if (file) return load(require, file, instructions);
  const packages = platformPackages(asked.platform, asked.arch);
  if (packages.length === 0) return { because: `there is none for ${asked.platform}-${asked.arch}`, isPossible: false };
  let missing: Found = { because: `no native code for ${asked.platform}-${asked.arch} is installed`, isPossible: true };
  for (const name of packages) {
    let path: string;
    try {
      path = require.resolve(name);
    } catch {
      continue;
    }
    const loaded = load(require, path, instructions);
    if ('contraction' in loaded) return { contraction: { ...loaded.contraction, version: (require(`${name}/package.json`) as { readonly version: string }).version } };
    missing = loaded;
  }
  return missing;
}

/**
 * Loads a contraction by its file.
 *
 * @param variant of those that the processor has; without it the widest
 */
export function loadContraction(path: string, variant?: string): Found {
  const require = loaderOf(host());
  return require === undefined ? NOWHERE : load(require, path, variant);
}

function load(require: (path: string) => unknown, path: string, variant?: string): Found {
  let addon: Addon;
  try {
    addon = require(path) as Addon;
  } catch (error) {
    return { because: `${path} does not load: ${(error as Error).message.split('\n')[0]!}`, isPossible: true };
  }
  if (addon.layout !== LAYOUT) return { because: `${path} was compiled of the sources of another version`, isPossible: true };
  const number = addon.variants.findIndex((name) => name !== undefined && (variant === undefined || name === variant));
  if (number < 0) return { because: variant === undefined ? 'the processor has neither AVX2 nor AVX-512' : `the processor has no ${variant}`, isPossible: false };
  return { contraction: { variant: addon.variants[number]!, version: null, kinds: JOB_KINDS, maps: addon.maps, features: addon.features, origin: { file: path, variant: number }, run: (memory, job) => { addon.run(memory, job, number); } } };
}
