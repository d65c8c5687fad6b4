import { jobWords } from './job-kinds.js';

/** As `native/algebra.h` has them: 32-bit numbers in this order, behind the one that says what it is. */
const PRODUCTS = ['values', 'starts', 'hessian', 'factor', 'samples', 'singles', 'windows', 'width', 'rows', 'stride', 'part', 'parts'] as const;
const FACTOR = ['matrix', 'status', 'from', 'to', 'stride'] as const;
const INVERSE = ['matrix', 'columns', 'block', 'from', 'to', 'n', 'stride'] as const;

type Fields<T extends readonly string[]> = Readonly<Record<T[number], number>>;

/** Numbers of a window in products, and unknowns of a block of an inverse, at most. */
export const MOST_WIDTH = 64;
/** Bytes that any of these jobs fits into. */
export const ALGEBRA_BYTES = 4 * (1 + PRODUCTS.length);

/** Products of rows of a Jacobian, to be added to normal equations, as a job lies in a memory, at a multiple of 8; `native/algebra.h` says what its numbers mean. */
export function productsJob(of: Fields<typeof PRODUCTS>): Int32Array { return jobWords('products', PRODUCTS, of); }

/** Rows of a Cholesky factor. */
export function factorJob(of: Fields<typeof FACTOR>): Int32Array { return jobWords('factor', FACTOR, of); }

/** A block of the inverse of a matrix by its factor. */
export function inverseJob(of: Fields<typeof INVERSE>): Int32Array { return jobWords('inverse', INVERSE, of); }
