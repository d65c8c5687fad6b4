import { expect, test } from '@jest/globals';
import { dot, randomStream } from '@knotwork/numerics';
import { DotProducts } from './dot-products.js';

test('products of rows with a vector are those of dot to the bit, from any row on', () => {
  const stream = randomStream(1, 'rows');
  const numbers = (): Float64Array => Float64Array.from({ length: 7 }, () => stream.normal());
  for (let count = 0; count <= 9; count++) {
    const rows = Array.from({ length: count }, numbers);
    const products = new DotProducts(rows);
    for (let from = 0; from <= count; from++) {
      const vector = numbers();
      expect(products.with(vector, from)).toEqual(Float64Array.from(rows, (row, r) => (r < from ? 0 : dot(row, vector))));
    }
  }
});
