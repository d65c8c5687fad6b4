import type { Precision } from '@knotwork/plugin/engine';

/**
 * A small WebAssembly emitter. An expression is the list of its bytes: code that leaves one value on the stack. Operations take
 * expressions and return longer ones; a {@link FunctionBuilder} strings statements together; {@link assemble} makes a module.
 *
 * Only what the kernels need is here: 32-bit integers for addresses and counts, 128-bit vectors of either precision, and a few
 * scalar operations in double precision. Addresses are in bytes.
 */
export type Code = readonly number[];

/** Unsigned LEB128, the variable-length integers of the format. */
export function unsigned(n: number): number[] {
  const bytes: number[] = [];
  let rest = n >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
export function signed(n: number): number[] {
  const bytes: number[] = [];
  let rest = n;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** Joins code. Plain loops: spreading long arrays is slow and may overflow the stack. */
export function join(...parts: readonly Code[]): number[] {
  const bytes: number[] = [];
  for (const part of parts) for (let k = 0; k < part.length; k++) bytes.push(part[k]!);
  return bytes;
}

const list = (items: readonly Code[]): number[] => join(unsigned(items.length), ...items);
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const bytesOf = (values: Float32Array | Float64Array | Uint32Array | BigUint64Array): number[] => [...new Uint8Array(values.buffer)];
/** Alignment is a hint only; none is claimed, so that every address is right. */
const access = (opcode: Code, offset: number): number[] => join(opcode, [0], unsigned(offset));

const binary = (opcode: number) => (a: Code, b: Code): number[] => join(a, b, [opcode]);

/** Integers of 32 bits: addresses and counts. Comparisons are unsigned and give 0 or 1. */
export const i32 = {
  constant: (n: number): number[] => [0x41, ...signed(n | 0)],
  add: binary(0x6a), sub: binary(0x6b), mul: binary(0x6c), and: binary(0x71), or: binary(0x72), shiftLeft: binary(0x74),
  less: binary(0x49), equal: binary(0x46), lessSigned: binary(0x48),
  load: (address: Code, offset = 0): number[] => join(address, access([0x28], offset)),
  store: (address: Code, value: Code, offset = 0): number[] => join(address, value, access([0x36], offset)),
};

/** Single numbers in double precision, whatever the precision of the vectors: sums that must not lose digits. */
export const f64 = {
  constant: (v: number): number[] => [0x44, ...bytesOf(Float64Array.of(v))],
  add: binary(0xa0), sub: binary(0xa1), mul: binary(0xa2), div: binary(0xa3),
  sqrt: (a: Code): number[] => join(a, [0x9f]),
  /** 0 or 1. */
  less: binary(0x63), equal: binary(0x61),
  load: (address: Code, offset = 0): number[] => join(address, access([0x2b], offset)),
  store: (address: Code, value: Code, offset = 0): number[] => join(address, value, access([0x39], offset)),
  /** Reads a number stored in single precision. */
  loadSingle: (address: Code, offset = 0): number[] => join(address, access([0x2a], offset), [0xbb]),
};

/** Operations on vectors of 16 bytes: four numbers of single or two of double precision. */
export type Lanes = ReturnType<typeof lanes>;

/** The vector operations of one precision. */
export function lanes(precision: Precision) {
  const single = precision === 'float32';
  const pick = <T>(a: T, b: T): T => (single ? a : b);
  const two = (a: number, b: number) => (x: Code, y: Code): number[] => join(x, y, simd(pick(a, b)));
  const one = (a: number, b: number) => (x: Code): number[] => join(x, simd(pick(a, b)));
  const count = pick(4, 2);
  const times = (bytes: Code): number[] => join(...Array<Code>(count).fill(bytes));
  const add = two(0xe4, 0xf0);
  const mul = two(0xe6, 0xf2);
  return {
    precision, count, size: pick(4, 8),
    add, sub: two(0xe5, 0xf1), mul, div: two(0xe7, 0xf3), neg: one(0xe1, 0xed), abs: one(0xe0, 0xec), sqrt: one(0xe3, 0xef),
    floor: one(0x68, 0x75),
    /** To the nearest whole number, halves to even. */
    round: one(0x6a, 0x94),
    /** NaN where either is; -0 is below 0. Several instructions. */
    minimum: two(0xe8, 0xf4), maximum: two(0xe9, 0xf5),
    /** b < a ? b : a, one instruction: a where either is NaN. */
    pseudoMinimum: two(0xea, 0xf6),
    /** a < b ? b : a, one instruction: a where either is NaN. */
    pseudoMaximum: two(0xeb, 0xf7),
    /** Comparisons give lanes of ones or zeros, bit by bit. */
    equal: two(0x41, 0x47), notEqual: two(0x42, 0x48), less: two(0x43, 0x49), lessOrEqual: two(0x45, 0x4b),
    /** Bits of `a` where the mask has ones, of `b` where it has zeros. */
    select: (mask: Code, a: Code, b: Code): number[] => join(a, b, mask, simd(0x52)),
    and: (a: Code, b: Code): number[] => join(a, b, simd(0x4e)), or: (a: Code, b: Code): number[] => join(a, b, simd(0x50)),
    xor: (a: Code, b: Code): number[] => join(a, b, simd(0x51)),
    /** a and not b */
    andNot: (a: Code, b: Code): number[] => join(a, b, simd(0x4f)),
    /** Shifts of the bits of every number. */
    shiftLeft: (a: Code, bits: number): number[] => join(a, i32.constant(bits), simd(pick(0xab, 0xcb))),
    shiftRight: (a: Code, bits: number): number[] => join(a, i32.constant(bits), simd(pick(0xad, 0xcd))),
    /** Sums of the bits of every number, taken for whole numbers of its width. */
    addBits: two(0xae, 0xce), subBits: two(0xb1, 0xd1),
    /** a b + c, rounded twice: a fused one would make results depend on the machine. */
    multiplyAdd: (a: Code, b: Code, c: Code): number[] => add(c, mul(a, b)),

    constant: (v: number): number[] => join(simd(0x0c), times(bytesOf(single ? Float32Array.of(v) : Float64Array.of(v)))),
    /** The same bits in every number. */
    bits: (v: bigint): number[] => join(simd(0x0c), times(bytesOf(single ? Uint32Array.of(Number(v)) : BigUint64Array.of(v)))),
    load: (address: Code, offset = 0): number[] => join(address, access(simd(0x00), offset)),
    store: (address: Code, value: Code, offset = 0): number[] => join(address, value, access(simd(0x0b), offset)),
    /** One number from memory, in all lanes. */
    loadSplat: (address: Code, offset = 0): number[] => join(address, access(simd(pick(0x09, 0x0a)), offset)),
    /** One number from memory in the first lane, zeros in the others. */
    loadFirst: (address: Code, offset = 0): number[] => join(address, access(simd(pick(0x5c, 0x5d)), offset)),
    /** Replaces one lane by a number from memory. */
    loadLane: (address: Code, vector: Code, lane: number, offset = 0): number[] => join(address, vector, access(simd(pick(0x56, 0x57)), offset), [lane]),
    storeLane: (address: Code, vector: Code, lane: number, offset = 0): number[] => join(address, vector, access(simd(pick(0x5a, 0x5b)), offset), [lane]),
    /** Numbers of `a` (0 to count - 1) and `b` (count to 2 count - 1), in any order. */
    shuffle: (a: Code, b: Code, order: readonly number[]): number[] =>
      join(a, b, simd(0x0d), order.flatMap((n) => Array.from({ length: pick(4, 8) }, (_, k) => n * pick(4, 8) + k))),
    /** One number of the vector in all lanes. */
    broadcast: (a: Code, lane: number): number[] => join(a, a, simd(0x0d), times(Array.from({ length: pick(4, 8) }, (_, k) => lane * pick(4, 8) + k))),

    /** Whole parts as 32-bit integers, saturated; NaN gives 0. In double precision the upper two are 0. */
    toIntegers: one(0xf8, 0xfc),
    /** The first integers as numbers. */
    fromIntegers: one(0xfa, 0xfe),
    /** Stores as many 32-bit integers as there are lanes. */
    storeIntegers: (address: Code, integers: Code, offset = 0): number[] =>
      (single ? join(address, integers, access(simd(0x0b), offset)) : join(address, integers, access(simd(0x5b), offset), [0])),
    clampIntegers: (integers: Code, low: number, high: number): number[] =>
      join(integers, integerVector(low), simd(0xb8), integerVector(high), simd(0xb6)),
    integerLane: (integers: Code, lane: number): number[] => join(integers, simd(0x1b), [lane]),
    /** 1 where a number in memory is at most the one in a lane, else 0. */
    loadAtMost: (address: Code, offset: number, a: Code, lane: number): number[] =>
      join(address, access([pick(0x2a, 0x2b)], offset), a, simd(pick(0x1f, 0x21)), [lane], [pick(0x5f, 0x65)]),
    /** A vector of 32-bit integers, as many as there are lanes. */
    integers: (values: readonly Code[]): number[] =>
      values.reduce<number[]>((vector, value, lane) => (lane === 0 ? join(value, simd(0x11)) : join(vector, value, simd(0x1c), [lane])), []),
    /** The first two numbers of single precision as doubles. */
    fromSingle: (a: Code): number[] => join(a, simd(0x5f)),
    /** Two doubles as the first two numbers of single precision, zeros behind them. */
    toSingle: (a: Code): number[] => join(a, simd(0x5e)),
    /** Where the bits of every number, taken for an integer, are below 2^31: that integer. */
    bitsLane: (a: Code, lane: number): number[] => join(a, simd(0x1b), [lane * pick(1, 2)]),
    /** The first lane as a double. */
    first: (a: Code): number[] => join(a, simd(pick(0x1f, 0x21)), [0], single ? [0xbb] : []),
  };
}

/** The same 32-bit integer four times. */
function integerVector(n: number): number[] {
  return join(simd(0x0c), Array.from({ length: 4 }, () => bytesOf(Uint32Array.of(n >>> 0))).flat());
}

/** A parameter or local of a function. */
export interface Variable { readonly index: number; readonly get: Code }

const TYPES = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;

/** One exported function: parameters are 32-bit integers, nothing is returned. */
export class FunctionBuilder {
  readonly parameters: readonly Variable[];
  private readonly localTypes: number[] = [];
  private readonly body: number[] = [];

  constructor(readonly name: string, parameters: number) {
    this.parameters = Array.from({ length: parameters }, (_, k) => this.variable(k));
  }

  private variable(index: number): Variable { return { index, get: [0x20, ...unsigned(index)] }; }

  local(type: keyof typeof TYPES): Variable {
    this.localTypes.push(TYPES[type]);
    return this.variable(this.parameters.length + this.localTypes.length - 1);
  }

  locals(type: keyof typeof TYPES, count: number): Variable[] { return Array.from({ length: count }, () => this.local(type)); }

  emit(statement: Code): void { for (let k = 0; k < statement.length; k++) this.body.push(statement[k]!); }

  set({ index }: Variable, value: Code): void {
    this.emit(value);
    this.emit([0x21, ...unsigned(index)]);
  }

  /** variable += by */
  increase(variable: Variable, by: number | Code): void {
    if (by !== 0) this.set(variable, i32.add(variable.get, typeof by === 'number' ? i32.constant(by) : by));
  }

  /** `do { body; counter += step } while (counter < end)` from where the counter stands: at least once. */
  repeat(counter: Variable, end: Code, step: number | Code, body: () => void): void {
    this.emit([0x03, 0x40]);
    body();
    this.increase(counter, step);
    this.emit(join(i32.less(counter.get, end), [0x0d, 0x00, 0x0b]));
  }

  /** The same for the counter from `from` on. */
  loop(counter: Variable, from: Code, end: Code, step: number | Code, body: () => void): void {
    this.set(counter, from);
    this.repeat(counter, end, step, body);
  }

  when(condition: Code, body: () => void): void {
    this.emit(join(condition, [0x04, 0x40]));
    body();
    this.emit([0x0b]);
  }

  choose(condition: Code, ifTrue: () => void, ifFalse: () => void): void {
    this.emit(join(condition, [0x04, 0x40]));
    ifTrue();
    this.emit([0x05]);
    ifFalse();
    this.emit([0x0b]);
  }

  /** Sets bytes to zero. */
  zeroBytes(at: Code, bytes: Code): void { this.emit(join(at, i32.constant(0), bytes, [0xfc, 0x0b, 0x00])); }

  /** Copies bytes, also where both stretches overlap. */
  copyBytes(from: Code, to: Code, bytes: Code): void { this.emit(join(to, from, bytes, [0xfc, 0x0a, 0x00, 0x00])); }

  code(): number[] {
    const bytes = join(list(this.localTypes.map((t) => [1, t])), this.body, [0x0b]);
    return join(unsigned(bytes.length), bytes);
  }
}

const text = (s: string): number[] => list([...s].map((c) => [c.charCodeAt(0)]));
const section = (id: number, content: Code): number[] => join([id], unsigned(content.length), content);

/** Pages that a shared memory may have: what imports one says so, too. */
export const MOST_PAGES = 65536;

/** A module of these functions over one imported memory, `env.memory`. @param isShared whether threads share it */
export function assemble(functions: readonly FunctionBuilder[], isShared = false): Uint8Array {
  const arities = [...new Set(functions.map((f) => f.parameters.length))];
  return Uint8Array.from(join(
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    section(1, list(arities.map((n) => join([0x60], list(Array.from({ length: n }, () => [TYPES.i32])), [0])))),
    section(2, list([join(text('env'), text('memory'), [0x02], isShared ? join([0x03, 0x01], unsigned(MOST_PAGES)) : [0x00, 0x01])])),
    section(3, list(functions.map((f) => unsigned(arities.indexOf(f.parameters.length))))),
    section(7, list(functions.map((f, k) => join(text(f.name), [0x00], unsigned(k))))),
    section(10, list(functions.map((f) => f.code()))),
  ));
}
