/** As `native/products.h` has them: 32-bit numbers in this order. */
const FIELDS = ['values', 'starts', 'hessian', 'factor', 'samples', 'singles', 'windows', 'width', 'rows', 'stride'] as const;

/** Products of rows that are to be added to normal equations; `native/products.h` says what its numbers mean. */
export type ProductsJob = Readonly<Record<(typeof FIELDS)[number], number>>;

/** Bytes of one. */
export const PRODUCTS_BYTES = 4 * FIELDS.length;

/** A job as it lies in a memory, at a multiple of 8. */
export function productsJob(job: ProductsJob): Int32Array { return Int32Array.from(FIELDS, (name) => job[name]); }
