// What is asked before native code is looked for. An entry of its own: a page loads this and no more.

/** Bytes of a wide vector: rows of sums and tiles of coefficients are whole ones, whatever vectors the processor has. */
export const WIDE_BYTES = 64;

/** The part of Node's `process` that is asked. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(name: 'node:module'): { createRequire(from: string): NodeJS.Require } | undefined;
}

/** What Node calls `process`; undefined in a page. */
export const host = (): Host | undefined => (globalThis as { process?: Host }).process;

/** Whether this host could load native code at all: no page can. */
export function loadsNativeCode(): boolean { return host()?.getBuiltinModule !== undefined; }
