/** Rows that are multiplied by many vectors: four sums at a time share what is read of the vector, and none waits for another. Each is what `dot` says, to the bit. */
export class DotProducts {
  private readonly values: Float64Array;

  /** @param rows of one length */
  constructor(private readonly rows: readonly Float64Array[]) {
    const width = rows[0]?.length ?? 0;
    this.values = new Float64Array(rows.length * width);
    rows.forEach((row, r) => { this.values.set(row, r * width); });
  }

  /** @returns for each row its product with a vector; 0 for rows before `from` */
  with(vector: Float64Array, from = 0): Float64Array {
    const { values, rows: { length: count } } = this;
    const width = vector.length;
    const products = new Float64Array(count);
    let r = from;
    for (; r + 3 < count; r += 4) {
      const [first, second, third, fourth] = [r * width, (r + 1) * width, (r + 2) * width, (r + 3) * width];
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let n = 0; n < width; n++) {
        const v = vector[n]!;
        a += v * values[first + n]!; b += v * values[second + n]!; c += v * values[third + n]!; d += v * values[fourth + n]!;
      }
      products[r] = a; products[r + 1] = b; products[r + 2] = c; products[r + 3] = d;
    }
    for (; r < count; r++) {
      let sum = 0;
      for (let n = 0; n < width; n++) sum += vector[n]! * values[r * width + n]!;
      products[r] = sum;
    }
    return products;
  }
}
