/** A column: its title, and whether its cells are text, which stands to the left, or numbers. */
export interface Column { readonly title: string; readonly isText?: boolean }

/** A table in plain text: columns as wide as their widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, c) => Math.max(title.length, ...rows.map((r) => (r[c] ?? '').length)));
  const aligned = (cell: string, c: number): string => (columns[c]!.isText === true ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!));
  return [columns.map((c) => c.title), ...rows].map((cells) => cells.map(aligned).join('  ').trimEnd());
}

/** A number with three digits, as people write it. */
export function digits(value: number | null | undefined): string {
  if (value === null || value === undefined) return '-';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-2 && size < 1e4) ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : value < 120 ? `${Math.round(value)} s` : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}
