/**
 * The name among `names` that was probably meant, or undefined when none is close: edit distance (with neighbours swapped
 * counted once) of at most a third of the longer word, ignoring case, `-`, `_` and spaces. Of several, one that is the wanted with more behind it: sine for sin, not sign.
 *
 * @param farthest largest distance, where a third is too much
 */
export function nearest(wanted: string, names: readonly string[], farthest = Infinity): string | undefined {
  const plain = (s: string): string => s.toLowerCase().replace(/[-_\s]/g, '');
  let best: string | undefined;
  let least = Infinity;
  for (const name of names) {
    const most = Math.min(farthest, Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)));
    const [a, b] = [plain(wanted), plain(name)];
    // A distance is at least the difference of lengths: names of any length cost no more than theirs.
    if (Math.abs(a.length - b.length) > most) continue;
    const d = distance(a, b);
    const counted = d - (b.startsWith(a) ? 0.5 : 0);
    if (counted < least && d <= most) { best = name; least = counted; }
  }
  return best;
}

/** Says ` Did you mean "x"?` or nothing. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const name = nearest(wanted, names);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}

function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
