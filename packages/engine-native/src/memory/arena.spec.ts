import { expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import { Arena, borrowArena, giveBackArena, lentBytes } from './arena.js';
import { FunctionBuilder, i32 } from '../code/emitter.js';

const ALIGNMENT = 64;

test('stretches never overlap, stay inside, begin aligned and zero, and keep what is in them, also when the memory grows', () => {
  for (const slack of [0, 64, 100]) {
    const random = randomStream(slack + 1, 'arena');
    const arena = new Arena(slack, 1);
    const live = new Map<number, { readonly bytes: number; readonly mark: number }>();
    for (let step = 1; step < 800; step++) {
      const isFull = live.size > 40;
      if (live.size > 0 && random.next() < (isFull ? 0.6 : 0.4)) {
        const [at] = [...live.keys()].slice(random.integer(live.size));
        const { bytes, mark } = live.get(at!)!;
        expect(arena.u8.subarray(at!, at! + bytes).every((byte) => byte === mark)).toBe(true);
        arena.release(at!);
        live.delete(at!);
      } else {
        const bytes = random.integer(10) === 0 ? random.integer(60_000) : random.integer(300);
        const at = arena.allocate(bytes);
        expect(at % ALIGNMENT).toBe(0);
        expect(arena.u8.subarray(at, at + bytes).every((byte) => byte === 0)).toBe(true);
        const mark = 1 + (step % 255);
        arena.u8.fill(mark, at, at + bytes);
        live.set(at, { bytes, mark });
      }
    }
    const stretches = [...arena.stretches].sort((a, b) => a.at - b.at);
    expect(new Set(stretches.map(({ at }) => at))).toEqual(new Set(live.keys()));
    stretches.forEach(({ at, bytes, reserved }, k) => {
      expect(at).toBeGreaterThan(0);
      expect(reserved).toBeGreaterThanOrEqual(bytes + slack);
      expect(at + reserved).toBeLessThanOrEqual(stretches[k + 1]?.at ?? arena.bytes);
    });
    // What is given back is one stretch again: as much fits as ever.
    for (const at of live.keys()) arena.release(at);
    const { bytes } = arena;
    arena.allocate(bytes - ALIGNMENT - Math.ceil(slack / ALIGNMENT) * ALIGNMENT);
    expect(arena.bytes).toBe(bytes);
  }
});

test('views are those of the memory after it grew', () => {
  const arena = new Arena(64, 1);
  const at = arena.allocate(64);
  const before = arena.f64;
  arena.f64[at / 8] = 2.5;
  arena.allocate(2 ** 20);
  expect(before).toHaveLength(0);
  expect(arena.f64[at / 8]).toBe(2.5);
  expect([arena.f32, arena.i32, arena.u8].map(({ byteLength }) => byteLength)).toEqual([arena.bytes, arena.bytes, arena.bytes]);
  expect(arena.numbers('float32')).toBe(arena.f32);
  expect(arena.numbers('float64')).toBe(arena.f64);
});

test('many small requests let the memory grow a few times only', () => {
  const arena = new Arena(64, 1);
  let grown = 0;
  for (let k = 0; k < 3000; k++) {
    const { bytes } = arena;
    arena.allocate(2000);
    if (arena.bytes !== bytes) grown++;
  }
  expect(grown).toBeLessThan(25);
});

test('clearing gives everything back', () => {
  const arena = new Arena(64, 1);
  for (let k = 0; k < 100; k++) arena.allocate(1000);
  const { bytes } = arena;
  arena.clear();
  expect(arena.stretches).toEqual([]);
  for (let k = 0; k < 100; k++) arena.allocate(1000);
  expect(arena.bytes).toBe(bytes);
});

test('what does not exist is released without effect; no integers need no memory', () => {
  const arena = new Arena(64, 1);
  const at = arena.allocate(100);
  for (const none of [0, at + 8, -1]) arena.release(none);
  expect(arena.stretches).toHaveLength(1);
  expect(arena.integers(new Int32Array(0))).toBe(0);
  const table = arena.integers(Int32Array.of(3, -1, 4));
  expect([...arena.i32.subarray(table / 4, table / 4 + 3)]).toEqual([3, -1, 4]);
});

test('more than 4 GiB are refused with what would help, and what is there stays', () => {
  const arena = new Arena(64, 1);
  const at = arena.integers(Int32Array.of(7));
  expect(() => arena.allocate(5 * 2 ** 30)).toThrow('Use narrower layers, fewer numbers of an edge (such as intervals of its basis), fewer rows, fewer starts kept or engine.precision=float32 if it is float64.');
  expect(arena.i32[at / 4]).toBe(7);
  expect(arena.allocate(100)).toBeGreaterThan(at);
});

const writer = (value: number) => () => {
  const f = new FunctionBuilder('write', 1);
  f.emit(i32.store(f.parameters[0]!.get, i32.constant(value)));
  return [f];
};

test('kernels work on the memory they were asked for from, also after it grew and was cleared', () => {
  const [a, b] = [new Arena(64, 1), new Arena(64, 1)];
  const kernels = [a, b].map((arena) => arena.kernels('arena.spec write 5', writer(5)));
  expect(a.kernels('arena.spec write 5', writer(6))).toBe(kernels[0]);
  const at = a.allocate(4);
  a.allocate(2 ** 20);
  kernels[0]!['write']!(at);
  expect([a.i32[at / 4], b.i32[at / 4]]).toEqual([5, 0]);
  a.clear();
  expect(a.kernels('arena.spec write 5', writer(5))).toBe(kernels[0]);
});

test('instances are forgotten before they are too many, and those in use go on', () => {
  const arena = new Arena(64, 1);
  const at = arena.allocate(4);
  const first = arena.kernels('arena.spec write 1', writer(1));
  for (let k = 0; k < 600; k++) arena.kernels(`arena.spec many ${k % 300}`, writer(2));
  first['write']!(at);
  expect(arena.i32[at / 4]).toBe(1);
  arena.kernels('arena.spec write 1', writer(1))['write']!(at);
  expect(arena.i32[at / 4]).toBe(1);
});

test('a profile counts calls while it runs and leaves kernels as they were', () => {
  const arena = new Arena(64, 1);
  const kernels = arena.kernels('arena.spec profile', writer(3));
  const { write } = kernels;
  const at = arena.allocate(4);
  arena.startProfile();
  kernels['write']!(at);
  arena.startProfile();
  kernels['write']!(at);
  expect(Object.keys(arena.stopProfile())).toEqual(['arena.spec.write']);
  expect(kernels['write']).toBe(write);
  expect(arena.stopProfile()).toEqual({});
  arena.startProfile();
  arena.clear();
  expect(kernels['write']).toBe(write);
});

test('a profile ends for kernels that were forgotten meanwhile, too', () => {
  const arena = new Arena(64, 1);
  const kernels = arena.kernels('arena.spec profile', writer(3));
  const { write } = kernels;
  arena.startProfile();
  for (let k = 0; k < 300; k++) arena.kernels(`arena.spec many ${k}`, writer(2));
  arena.stopProfile();
  expect(kernels['write']).toBe(write);
});

test('a memory that was given back is lent again, empty', () => {
  const arena = borrowArena();
  arena.allocate(100);
  giveBackArena(arena);
  const again = borrowArena();
  expect(again).toBe(arena);
  expect(again.stretches).toEqual([]);
  expect(borrowArena()).not.toBe(again);
});

test('bytes in use are counted over all memories that are lent', () => {
  const before = lentBytes();
  const [first, second] = [borrowArena(), borrowArena()];
  const at = first.allocate(1000);
  const one = lentBytes() - before;
  expect(one).toBeGreaterThanOrEqual(1000);
  second.allocate(1000);
  expect(lentBytes() - before).toBe(2 * one);
  first.release(at);
  expect(lentBytes() - before).toBe(one);
  giveBackArena(second);
  expect(lentBytes()).toBe(before);
  borrowArena().allocate(1000);
  expect(lentBytes() - before).toBe(one);
  giveBackArena(first);
  expect(lentBytes() - before).toBe(one);
});

test('a host without address space is told about', () => {
  const host = globalThis as { WebAssembly?: unknown };
  const real = host.WebAssembly;
  host.WebAssembly = { Memory: function Memory() { throw new RangeError('could not allocate memory'); } };
  try {
    expect(() => new Arena()).toThrow(/address space.*engine\.kernels=off/);
  } finally {
    host.WebAssembly = real;
  }
});
