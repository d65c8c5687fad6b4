type Version = readonly [number, number, number];
/** From `low` on, below `high` (null: no end). */
interface Interval { readonly low: Version; readonly high: Version | null }

const ZERO: Version = [0, 0, 0];

/**
 * Whether a version lies in a range of versions as npm writes them: `^1.2.0`, `~1.2.0`, `1.2.0`, `1.x`, `>=1.0.0 <3`, `^1 || ^2`, `*`.
 * Prerelease and build suffixes are ignored.
 *
 * @returns undefined when the range is not understood
 */
export function isInRange(version: string, range: string): boolean | undefined {
  const found = parse(version)?.from;
  // Inside a monorepo a peer may be written `workspace:^`: whatever is there.
  const alternatives = range.replace(/^workspace:[~^]?$/, '*').replace(/^workspace:/, '').split('||').map((part) =>
    part.trim().replace(/([<>=^~])\s+/g, '$1').split(/\s+/).map(interval));
  if (found === undefined || alternatives.flat().includes(undefined)) return undefined;
  return alternatives.some((all) => all.every((i) => compare(found, i!.low) >= 0 && (i!.high === null || compare(found, i!.high) < 0)));
}

function interval(comparator: string): Interval | undefined {
  const [, operator = '', text = ''] = /^(\^|~|>=|<=|>|<|=)?(.*)$/.exec(comparator) ?? [];
  const parsed = parse(comparator === '' ? '*' : text);
  if (parsed === undefined) return undefined;
  const { from, next } = parsed;
  switch (operator) {
    case '>=': return { low: from, high: null };
    case '>': return next === null ? undefined : { low: next, high: null };
    case '<': return { low: ZERO, high: from };
    case '<=': return { low: ZERO, high: next };
    case '~': return { low: from, high: parsed.digits < 2 ? next : [from[0], from[1] + 1, 0] };
    case '^': return { low: from, high: next === null ? null : caretEnd(from, parsed.digits) };
    default: return { low: from, high: next };
  }
}

/** A caret keeps the first number that is not zero; `^0.0.x` and `^0.x` keep what is written. */
function caretEnd([major, minor, patch]: Version, digits: number): Version {
  if (major > 0 || digits < 2) return [major + 1, 0, 0];
  return minor > 0 || digits < 3 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

/** The first version that a text with up to three numbers covers, and the first after it. */
function parse(text: string): { from: Version; next: Version | null; digits: number } | undefined {
  const match = /^v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][0-9A-Za-z.+-]*)?$/.exec(text);
  if (match === null) return undefined;
  const given = match.slice(1, 4);
  const end = given.findIndex((n) => n === undefined || /[xX*]/.test(n));
  const digits = end === -1 ? 3 : end;
  const [major = 0, minor = 0, patch = 0] = given.slice(0, digits).map(Number);
  const next = ([null, [major + 1, 0, 0], [major, minor + 1, 0], [major, minor, patch + 1]] as const)[digits] ?? null;
  return { from: [major, minor, patch], next, digits };
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
