import { expect, test } from '@jest/globals';
import { assemble, type Code, f64, FunctionBuilder, i32, join, lanes, signed, unsigned, type Variable } from './emitter.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';

/** Reads LEB128. */
function decode(bytes: readonly number[], isSigned: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, k) => { value |= BigInt(byte & 0x7f) << BigInt(7 * k); });
  return isSigned && (bytes.at(-1)! & 0x40) !== 0 ? value - (1n << BigInt(7 * bytes.length)) : value;
}

const isWellFormed = (bytes: readonly number[]): boolean => bytes.length <= 5 && bytes.every((byte, k) => (byte & 0x80) === (k < bytes.length - 1 ? 0x80 : 0));

const EDGES = [0, 1, 63, 64, 127, 128, 8191, 8192, 16383, 16384, 1048575, 1048576, 2097151, 2097152, 134217727, 134217728, 268435455, 268435456, 2 ** 31 - 1];

test('integers of variable length are right at the edges of every length', () => {
  for (const n of [...EDGES, 2 ** 31, 2 ** 32 - 1]) {
    expect(decode(unsigned(n), false)).toBe(BigInt(n));
    expect(isWellFormed(unsigned(n))).toBe(true);
  }
  for (const n of [...EDGES, ...EDGES.map((e) => -e), -(2 ** 31)]) {
    expect(decode(signed(n), true)).toBe(BigInt(n));
    expect(isWellFormed(signed(n))).toBe(true);
  }
});

test('joining takes parts that are too long to be arguments', () => {
  const long = Array.from({ length: 300_000 }, (_, k) => k % 128);
  expect(join(long, [1], long)).toHaveLength(600_001);
});

/** Runs one function of addresses and counts over a memory. */
function run(memory: GuardedMemory, parameters: number, write: (f: FunctionBuilder, p: readonly Variable[]) => void): (...args: number[]) => void {
  const f = new FunctionBuilder('f', parameters);
  write(f, f.parameters);
  return memory.compile([f])['f']!;
}

test('integers compute like 32 bits, comparisons like addresses unless they say signed', () => {
  const memory = new GuardedMemory(1);
  const out = memory.integers(10);
  const values = [0, 1, 7, -1, -8, 2 ** 31 - 1, -(2 ** 31), 65536];
  const operations: readonly [(a: Code, b: Code) => number[], (a: number, b: number) => number][] = [
    [i32.add, (a, b) => (a + b) | 0], [i32.sub, (a, b) => (a - b) | 0], [i32.mul, Math.imul], [i32.and, (a, b) => a & b], [i32.or, (a, b) => a | b],
    [i32.shiftLeft, (a, b) => a << b], [i32.less, (a, b) => Number(a >>> 0 < b >>> 0)], [i32.lessSigned, (a, b) => Number(a < b)], [i32.equal, (a, b) => Number(a === b)],
  ];
  const f = run(memory, 3, (fn, [to, a, b]) => operations.forEach(([op], k) => fn.emit(i32.store(to!.get, op(a!.get, b!.get), 4 * k))));
  for (const a of values) {
    for (const b of values) {
      f(out.byteOffset, a, b);
      expect([...out.subarray(0, operations.length)]).toEqual(operations.map(([, js]) => js(a, b)));
    }
  }
  const g = run(memory, 1, (fn, [to]) => values.forEach((value, k) => fn.emit(i32.store(to!.get, i32.add(i32.load(to!.get, 4 * k), i32.constant(value)), 4 * k))));
  out.fill(0);
  g(out.byteOffset);
  expect([...out.subarray(0, values.length)]).toEqual(values);
  expect(memory.isUntouched()).toBe(true);
});

test('doubles compute like numbers, and read single precision', () => {
  const memory = new GuardedMemory(1);
  const [out, flags, single] = [memory.numbers('float64', 7), memory.integers(2), memory.numbers('float32', 1)];
  const values = [0, -0, 1.5, -2, NaN, Infinity, -Infinity, 1e300, 5e-324];
  const f = run(memory, 3, (fn, [to, flag, from]) => {
    const [a, b] = [f64.load(to!.get, 40), f64.load(to!.get, 48)];
    [f64.add, f64.sub, f64.mul, f64.div].forEach((op, k) => fn.emit(f64.store(to!.get, op(a, b), 8 * k)));
    fn.emit(f64.store(to!.get, f64.add(f64.sqrt(a), f64.loadSingle(from!.get)), 32));
    fn.emit(i32.store(flag!.get, f64.less(a, b)));
    fn.emit(i32.store(flag!.get, f64.equal(a, f64.constant(1.5)), 4));
  });
  single[0] = 0.1;
  for (const a of values) {
    for (const b of values) {
      out.set([a, b], 5);
      f(out.byteOffset, flags.byteOffset, single.byteOffset);
      expect([...out.subarray(0, 5)]).toEqual([a + b, a - b, a * b, a / b, Math.sqrt(a) + Math.fround(0.1)]);
      expect([...flags]).toEqual([Number(a < b), Number(a === 1.5)]);
    }
  }
});

test('a loop runs at least once, and while its counter is below the end; branches take one way', () => {
  const memory = new GuardedMemory(1);
  const out = memory.integers(6);
  const f = run(memory, 2, (fn, [to, n]) => {
    const [k, total] = fn.locals('i32', 2) as [Variable, Variable];
    fn.loop(k, i32.constant(0), n!.get, 3, () => fn.increase(total, 1));
    fn.emit(i32.store(to!.get, total.get));
    fn.emit(i32.store(to!.get, k.get, 4));
    fn.when(i32.less(n!.get, i32.constant(4)), () => fn.emit(i32.store(to!.get, i32.constant(1), 8)));
    fn.choose(i32.equal(n!.get, i32.constant(4)), () => fn.emit(i32.store(to!.get, i32.constant(1), 12)), () => fn.emit(i32.store(to!.get, i32.constant(1), 16)));
    fn.increase(total, 0);
    fn.increase(total, i32.mul(n!.get, i32.constant(2)));
    fn.emit(i32.store(to!.get, total.get, 20));
  });
  for (const [n, expected] of [[0, [1, 3, 1, 0, 1, 1]], [3, [1, 3, 1, 0, 1, 7]], [4, [2, 6, 0, 1, 0, 10]], [9, [3, 9, 0, 0, 1, 21]]] as const) {
    out.fill(0);
    f(out.byteOffset, n);
    expect([...out]).toEqual(expected);
  }
});

test('functions of one module keep their parameters and locals apart', () => {
  const memory = new GuardedMemory(1);
  const out = memory.integers(2);
  const functions = [1, 3, 1].map((parameters, k) => {
    const f = new FunctionBuilder(`f${k}`, parameters);
    const [vector, integer] = [f.local('v128'), f.local('i32')];
    f.set(vector, lanes('float64').constant(k));
    f.set(integer, i32.constant(10 * k + parameters));
    f.emit(i32.store(f.parameters[0]!.get, integer.get));
    return f;
  });
  const kernels = memory.compile(functions);
  expect(['f0', 'f1', 'f2'].map((name) => { kernels[name]!(out.byteOffset, 0, 0); return out[0]; })).toEqual([1, 13, 21]);
  expect(assemble(functions)).toEqual(assemble(functions));
});

for (const precision of ['float64', 'float32'] as const) {
  const v = lanes(precision);
  const round = (x: number): number => (precision === 'float64' ? x : Math.fround(x));
  const special = [0, -0, 1, -1, 2.5, 3.5, -2.5, 1e30, -1e30, NaN, Infinity, -Infinity].map(round);
  const bothWays = special.flatMap((a) => special.map((b): [number, number] => [a, b]));

  /** Two arrays of numbers and as many results. */
  const bench = (operation: (a: Code, b: Code) => Code) => {
    const memory = new GuardedMemory(1);
    const n = bothWays.length;
    const [a, b, out] = [memory.numbers(precision, n), memory.numbers(precision, n), memory.numbers(precision, n)];
    bothWays.forEach(([x, y], k) => { a[k] = x; b[k] = y; });
    run(memory, 4, (fn, [pa, pb, po, bytes]) => {
      const at = fn.local('i32');
      fn.loop(at, i32.constant(0), bytes!.get, 16, () => fn.emit(v.store(i32.add(po!.get, at.get), operation(v.load(i32.add(pa!.get, at.get)), v.load(i32.add(pb!.get, at.get))))));
    })(a.byteOffset, b.byteOffset, out.byteOffset, a.byteLength);
    expect(memory.isUntouched()).toBe(true);
    return [...out];
  };
  const even = (x: number): number => { const r = Math.round(x); return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r; };
  const mask = (bit: boolean, x: number): number => (bit ? x : 0);
  const cases: Readonly<Record<string, readonly [(a: Code, b: Code) => Code, (a: number, b: number) => number]>> = {
    add: [v.add, (a, b) => a + b], sub: [v.sub, (a, b) => a - b], mul: [v.mul, (a, b) => a * b], div: [v.div, (a, b) => a / b],
    neg: [(a) => v.neg(a), (a) => -a], abs: [(a) => v.abs(a), (a) => Math.abs(a)], sqrt: [(a) => v.sqrt(a), (a) => Math.sqrt(a)],
    floor: [(a) => v.floor(a), (a) => Math.floor(a)], round: [(a) => v.round(a), even],
    minimum: [v.minimum, (a, b) => Math.min(a, b)], maximum: [v.maximum, (a, b) => Math.max(a, b)],
    'pseudoMinimum, which gives the first where either is NaN': [v.pseudoMinimum, (a, b) => (b < a ? b : a)],
    'pseudoMaximum, which gives the first where either is NaN': [v.pseudoMaximum, (a, b) => (a < b ? b : a)],
    equal: [(a, b) => v.and(v.equal(a, b), v.constant(1)), (a, b) => mask(a === b, 1)],
    notEqual: [(a, b) => v.and(v.notEqual(a, b), v.constant(1)), (a, b) => mask(a !== b, 1)],
    less: [(a, b) => v.and(v.less(a, b), v.constant(1)), (a, b) => mask(a < b, 1)],
    lessOrEqual: [(a, b) => v.and(v.lessOrEqual(a, b), v.constant(1)), (a, b) => mask(a <= b, 1)],
    select: [(a, b) => v.select(v.less(a, b), a, v.constant(7)), (a, b) => (a < b ? a : 7)],
    andNot: [(a, b) => v.andNot(v.constant(3), v.less(a, b)), (a, b) => (a < b ? 0 : 3)],
    multiplyAdd: [(a, b) => v.multiplyAdd(a, b, v.constant(0.1)), (a, b) => round(a * b) + round(0.1)],
    'toIntegers and back, saturated, NaN as 0': [(a) => v.fromIntegers(v.toIntegers(a)), (a) => (Number.isNaN(a) ? 0 : Math.min(2147483647, Math.max(-2147483648, Math.trunc(a))) + 0)],
    clampIntegers: [(a) => v.fromIntegers(v.clampIntegers(v.toIntegers(a), -1, 2)), (a) => (Number.isNaN(a) ? 0 : Math.min(2, Math.max(-1, Math.trunc(a))) + 0)],
  };

  for (const [name, [operation, js]] of Object.entries(cases)) {
    test(`vectors of ${precision}: ${name}`, () => {
      expect(bench(operation)).toEqual(bothWays.map(([a, b]) => round(js(a, b))));
    });
  }

  test(`vectors of ${precision} are taken apart and put together`, () => {
    const memory = new GuardedMemory(1);
    const [from, out, integers] = [memory.numbers(precision, 2 * v.count), memory.numbers(precision, 12 * v.count), memory.integers(8)];
    from.set(Array.from(from, (_, k) => k + 1));
    const order = Array.from({ length: v.count }, (_, k) => (3 * k + v.count) % (2 * v.count));
    run(memory, 3, (fn, [a, o, i]) => {
      const [x, y] = [v.load(a!.get), v.load(a!.get, 16)];
      [
        v.shuffle(x, y, order), v.broadcast(x, v.count - 1), v.loadSplat(a!.get, v.size), v.loadFirst(a!.get, v.size), v.loadLane(a!.get, x, 1, 16),
        v.xor(x, x), v.or(x, v.constant(0)), v.bits(0n), v.fromIntegers(v.integers(Array.from({ length: v.count }, (_, k) => i32.constant(k - 1)))),
      ].forEach((value, k) => fn.emit(v.store(o!.get, value, 16 * k)));
      fn.emit(v.storeLane(o!.get, x, v.count - 1, 16 * 9));
      fn.emit(f64.store(o!.get, v.first(y), 16 * 10));
      fn.emit(v.storeIntegers(i!.get, v.toIntegers(y)));
      fn.emit(i32.store(i!.get, v.integerLane(v.toIntegers(y), 1), 16));
      fn.emit(i32.store(i!.get, v.loadAtMost(a!.get, v.size, x, 1), 20));
      fn.emit(i32.store(i!.get, v.loadAtMost(a!.get, v.size, x, 0), 24));
      fn.emit(i32.store(i!.get, v.bitsLane(v.addBits(v.bits(5n), v.shiftLeft(v.bits(3n), 2)), 1), 28));
    })(from.byteOffset, out.byteOffset, integers.byteOffset);
    const row = (k: number): number[] => [...out.subarray(k * v.count, (k + 1) * v.count)];
    const lane = (value: (k: number) => number): number[] => Array.from({ length: v.count }, (_, k) => value(k));
    expect(row(0)).toEqual(order.map((k) => k + 1));
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(row)).toEqual([
      lane(() => v.count), lane(() => 2), lane((k) => (k === 0 ? 2 : 0)), lane((k) => (k === 1 ? v.count + 1 : k + 1)), lane(() => 0), lane((k) => k + 1), lane(() => 0), lane((k) => k - 1),
    ]);
    expect(row(9)[0]).toBe(v.count);
    expect(new Float64Array(out.buffer, out.byteOffset + 160, 1)[0]).toBe(v.count + 1);
    expect([...integers.subarray(0, v.count)]).toEqual(lane((k) => v.count + k + 1));
    expect([...integers.subarray(4)]).toEqual([v.count + 2, 1, 0, 17]);
    expect(memory.isUntouched()).toBe(true);
  });
}
