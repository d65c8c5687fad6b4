/** A table in plain text: columns as wide as their widest cell, all to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((h, c) => Math.max(h.length, ...rows.map((r) => (r[c] ?? '').length)));
  return [header, ...rows].map((cells) => widths.map((w, c) => (cells[c] ?? '').padStart(w)).join('  ').trimEnd());
}

/** A number with three digits; `failed` stands for the infinite error of a run that gave none. */
export function digits(value: number): string {
  if (value === Infinity) return 'failed';
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-2 && size < 1e4) ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}
