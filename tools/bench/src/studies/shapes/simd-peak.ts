import type { Precision } from '@knotwork/plugin/engine';

/** What is used of WebAssembly: Node's types leave it out, and the browser's bring a whole page with them. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** Runs all chains `rounds` times: every number of them becomes `factor` times itself plus `addend`. @returns sum of the first lanes of all chains */
export type Chains = (rounds: number, factor: number, addend: number) => number;

/**
 * Independent chains. A product and a sum take 6 to 8 cycles one after the other, and processors begin up to four of them per cycle, so that
 * 12 to 16 chains keep them at work. With the two operands 13 chains fill the 15 registers that V8 has on x86; one more is kept in memory.
 */
export const CHAINS = 13;

/** Codes of the 128-bit instructions of one precision, and the type of a lane. */
interface Lanes { readonly lane: number; readonly splat: number[]; readonly mul: number[]; readonly add: number[]; readonly extract: number[] }
const F32X4: Lanes = { lane: 0x7d, splat: [0xfd, 0x13], mul: [0xfd, 0xe6, 0x01], add: [0xfd, 0xe4, 0x01], extract: [0xfd, 0x1f] };
const F64X2: Lanes = { lane: 0x7c, splat: [0xfd, 0x14], mul: [0xfd, 0xf2, 0x01], add: [0xfd, 0xf0, 0x01], extract: [0xfd, 0x21] };

const [I32, V128] = [0x7f, 0x7b];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
/** Locals: the three parameters, the two operands in all lanes, the chains. */
const [ROUNDS, FACTOR, ADDEND, FACTORS, ADDENDS, FIRST] = [0, 1, 2, 3, 4, 5] as const;
const chains = Array.from({ length: CHAINS }, (_, k) => FIRST + k);

/** A number of at most 14 bits, seven of them to a byte. */
const size = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, n >> 7]);
const sized = (bytes: readonly number[]): number[] => [...size(bytes.length), ...bytes];
/** A section is its number, its length, and how many entries follow. */
const section = (id: number, entries: readonly (readonly number[])[]): number[] => [id, ...sized([...size(entries.length), ...entries.flat()])];
const signature = ({ lane }: Lanes): number[] => [0x60, 3, I32, lane, lane, 1, lane];

function body({ splat, mul, add, extract }: Lanes): number[] {
  return sized([
    1, CHAINS + 2, V128,
    ...get(FACTOR), ...splat, ...set(FACTORS), ...get(ADDEND), ...splat, ...set(ADDENDS),
    // Chains begin at different numbers (0, addend, 2 addend, ...), so that no compiler can take them for one.
    ...chains.slice(1).flatMap((c) => [...get(c - 1), ...get(ADDENDS), ...add, ...set(c)]),
    // loop: every chain, then rounds - 1, and back while it is not 0.
    0x03, 0x40,
    ...chains.flatMap((c) => [...get(c), ...get(FACTORS), ...mul, ...get(ADDENDS), ...add, ...set(c)]),
    ...get(ROUNDS), 0x41, 1, 0x6b, 0x22, ROUNDS, 0x0d, 0, 0x0b,
    ...get(FIRST), ...chains.slice(1).flatMap((c) => [...get(c), ...add]), ...extract, 0, 0x0b,
  ]);
}

/** An exported function: a name of one letter, and its number. */
const exported = (name: string, index: number): number[] => [1, name.charCodeAt(0), 0, index];

/**
 * A WebAssembly module, assembled by hand, of two functions `f` (four numbers of 32 bits in a vector) and `d` (two of 64) that need no
 * memory:
 *
 *     do { for each chain c: c = c * factor + addend } while (--rounds != 0)
 *
 * Sections: types (1), functions (3), exports (7), code (10).
 */
const MODULE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [signature(F32X4), signature(F64X2)]),
  ...section(3, [[0], [1]]),
  ...section(7, [exported('f', 0), exported('d', 1)]),
  ...section(10, [body(F32X4), body(F64X2)]),
);

/** The loop in one precision. */
export function simdChains(precision: Precision): Chains {
  const { f, d } = new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports;
  return (precision === 'float32' ? f : d) as Chains;
}

/** Rounds of one call, about a quarter of a millisecond. */
const ROUNDS_PER_CALL = 100_000;
/** Calls before any counts: the first run in code that was compiled in a hurry. */
const WARM_CALLS = 50;
const CALLS = 200;

/**
 * Most that one thread can multiply and add with 128-bit WebAssembly instructions, in 10^9 operations per second; a product and a sum
 * count as two. The best of many short calls: whatever else the machine does can only take time. Where products and sums have units of
 * their own this is some 10 % less than these could do together.
 *
 * @param now in milliseconds
 */
export function simdPeak(precision: Precision, now: () => number = () => performance.now()): number {
  const run = simdChains(precision);
  let best = Infinity;
  for (let call = -WARM_CALLS; call < CALLS; call++) {
    const from = now();
    // Numbers tend to 1: they get neither subnormal nor infinite.
    run(ROUNDS_PER_CALL, 0.999, 0.001);
    const took = now() - from;
    if (call >= 0) best = Math.min(best, took);
  }
  const operations = ROUNDS_PER_CALL * CHAINS * 2 * (precision === 'float32' ? 4 : 2);
  return operations / best / 1e6;
}
