/** The part of the WebAssembly interface that the engine uses, declared here because Node and browsers share no type library. */
export interface WebAssemblyApi {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>) => { readonly exports: unknown };
}

/** Opaque: compiled code. */
export interface WasmModule { readonly [brand]: 'module' }
declare const brand: unique symbol;

export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  /** @param pages of 64 KiB to add @returns pages before */
  grow(pages: number): number;
}

/** Functions of a module: addresses and counts in, nothing out. */
export type Kernels = Readonly<Record<string, (...args: number[]) => void>>;

/** The host's WebAssembly, or undefined where it has none. Read anew at every call: a host may take it away. */
export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
}
