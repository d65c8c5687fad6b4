/** Functions that formulas in C may call, by name. `REAL` stands for the type of numbers, `F` for the ending of functions of it. */
const HELPERS: Readonly<Record<string, string>> = {
  least: 'static inline REAL least(REAL a, REAL b) { return a < b || a != a ? a : b; }',
  greatest: 'static inline REAL greatest(REAL a, REAL b) { return a > b || a != a ? a : b; }',
  logistic: 'static inline REAL logistic(REAL x) { return 1 / (1 + expF(-x)); }',
  locate: `/* Number of the interval of n ascending entries that holds u; the outer ones also what lies beyond. */
static REAL locate(const REAL *t, int n, REAL u)
{
  int low = 0, high = n - 1;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (t[middle] <= u) low = middle; else high = middle;
  }
  return (REAL)low;
}`,
  entry: `/* Entry number k + offset of n; beyond the ends the last spacing goes on. */
static REAL entry(const REAL *t, int n, REAL k, int offset)
{
  const REAL at = k + (REAL)offset, last = (REAL)(n - 1);
  if (!(at >= 0)) return t[0] + at * (t[1] - t[0]);
  if (at > last) return t[n - 1] + (at - last) * (t[n - 1] - t[n - 2]);
  return t[(int)at];
}`,
};

/** Those that a text calls. */
export function cHelpers(text: string, isSingle: boolean): string[] {
  const used = Object.keys(HELPERS).filter((name) => new RegExp(`\\b${name}\\(`).test(text));
  return used.flatMap((name) => [...HELPERS[name]!.replace(/\bREAL\b/g, isSingle ? 'float' : 'double').replace(/\bexpF\b/g, isSingle ? 'expf' : 'exp').split('\n'), '']);
}
