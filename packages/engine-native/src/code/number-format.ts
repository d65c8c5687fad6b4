import type { Precision } from '@knotwork/plugin/engine';

/** How numbers of a precision are stored: sign, exponent + bias, mantissa without its leading one. */
export interface NumberFormat {
  /** Bits behind the leading one. */
  readonly mantissa: number;
  /** What is added to an exponent before it is stored. */
  readonly bias: number;
  /** Smallest number with a leading one. */
  readonly smallestNormal: number;
  /** 1.5 * 2^mantissa: a small number added to it is rounded to a whole one, which then stands in the lowest bits. */
  readonly rounder: number;
  /** The pattern of a number. */
  bitsOf(value: number): bigint;
}

export const numberFormats: Readonly<Record<Precision, NumberFormat>> = {
  float64: {
    mantissa: 52, bias: 1023, smallestNormal: 2 ** -1022, rounder: 1.5 * 2 ** 52,
    bitsOf: (value) => new BigUint64Array(Float64Array.of(value).buffer)[0]!,
  },
  float32: {
    mantissa: 23, bias: 127, smallestNormal: 2 ** -126, rounder: 1.5 * 2 ** 23,
    bitsOf: (value) => BigInt(new Uint32Array(Float32Array.of(value).buffer)[0]!),
  },
};
