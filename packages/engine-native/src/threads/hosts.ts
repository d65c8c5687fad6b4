import { NODE_PROGRAM, PAGE_PROGRAM } from './program.js';

/** A thread, as a crew uses it. */
export interface Hand {
  postMessage(message: unknown): void;
  /** @param listener called when it ends by an error, its beginning among them */
  onFailure(listener: () => void): void;
  terminate(): unknown;
}

/** Where threads are had. */
export interface Host {
  /** How many it computes at once. */
  processors(): number;
  /** Whether a thread begins while this one waits. Others begin when this one has nothing to do, as in the turns of a training. */
  readonly beginsMeanwhile: boolean;
  /** @param control what both sides look at, shared @throws Error where there can be none */
  begin(control: Int32Array): Hand;
}

/** The class `Worker` of Node. */
export type NodeWorker = new (program: string, options: { readonly eval: true; readonly execArgv: readonly string[]; readonly env: object; readonly workerData: object }) => {
  postMessage(message: unknown): void;
  on(event: 'error', listener: () => void): unknown;
  unref(): void;
  terminate(): unknown;
};

/** The part of Node that is asked. At run time, so that what is bundled for a page names nothing of it. */
export interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): { readonly Worker: NodeWorker };
  getBuiltinModule?(name: 'node:os'): { availableParallelism(): number };
}

/** @param process what Node calls so @returns null elsewhere */
export function nodeHost(process: NodeProcess | undefined): Host | null {
  const threads = process?.getBuiltinModule?.('node:worker_threads');
  if (process === undefined || threads === undefined) return null;
  return {
    processors: () => process.getBuiltinModule!('node:os').availableParallelism(),
    beginsMeanwhile: true,
    begin: (control) => {
      // What this process was started with, such as loaders and coverage, is nothing to the thread.
      const worker = new threads.Worker(NODE_PROGRAM, { eval: true, execArgv: [], env: {}, workerData: { control } });
      worker.unref();
      return { postMessage: (message) => { worker.postMessage(message); }, onFailure: (listener) => { worker.on('error', listener); }, terminate: () => worker.terminate() };
    },
  };
}

/** What is global in a page or a worker of it, as far as threads need it. */
export interface PageScope {
  /** Whether memory may be shared. */
  readonly crossOriginIsolated?: boolean;
  /** In workers alone, which may wait; the thread of a page may not. */
  readonly WorkerGlobalScope?: unknown;
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: new (address: string) => {
    onerror: ((event: { preventDefault(): void }) => void) | null;
    postMessage(message: unknown): void;
    terminate(): void;
  };
  readonly Blob?: new (parts: string[], options: { readonly type: string }) => unknown;
  readonly URL?: { createObjectURL(blob: unknown): string };
  readonly WebAssembly?: { readonly Memory: new (limits: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => unknown };
}

/** Pages that a shared memory must be able to grow to: what kernels ask for. */
export const SHARED_PAGES = 65536;

/** Some browsers reserve at once what a shared memory may grow to, and may not have so much. */
function sharesMemory({ crossOriginIsolated, WebAssembly }: PageScope): boolean {
  if (crossOriginIsolated !== true || WebAssembly === undefined) return false;
  try {
    new WebAssembly.Memory({ initial: 1, maximum: SHARED_PAGES, shared: true });
    return true;
  } catch { return false; }
}

/** @returns null where memory cannot be shared, or this thread may not wait */
export function pageHost(scope: PageScope): Host | null {
  const { WorkerGlobalScope, navigator, Worker, Blob, URL } = scope;
  if (WorkerGlobalScope === undefined || Worker === undefined || !sharesMemory(scope)) return null;
  let address: string | undefined;
  return {
    processors: () => navigator?.hardwareConcurrency ?? 1,
    beginsMeanwhile: false,
    begin: (control) => {
      const worker = new Worker(address ??= URL!.createObjectURL(new Blob!([PAGE_PROGRAM], { type: 'text/javascript' })));
      worker.postMessage(control);
      return {
        postMessage: (message) => { worker.postMessage(message); },
        // A policy that forbids it is nothing that a page has to be told of: without threads the same is computed.
        onFailure: (listener) => { worker.onerror = (event) => { event.preventDefault(); listener(); }; },
        terminate: () => { worker.terminate(); },
      };
    },
  };
}
