/** A number as a literal of C: the shortest that is read as the same number. @param isSingle rounds to float first, of which nine digits say all */
export function cNumber(value: number, isSingle: boolean): string {
  const rounded = isSingle ? Math.fround(value) : value;
  if (Number.isNaN(rounded)) return 'NAN';
  if (!Number.isFinite(rounded)) return rounded > 0 ? 'INFINITY' : '-INFINITY';
  const text = isSingle ? shortest(rounded) : Object.is(rounded, -0) ? '-0' : String(rounded);
  const whole = /[.e]/.test(text) ? text : `${text}.0`;
  return isSingle ? `${whole}f` : whole;
}

function shortest(single: number): string {
  if (Object.is(single, -0)) return '-0';
  for (let digits = 1; digits < 9; digits++) {
    const text = String(Number(single.toPrecision(digits)));
    if (Math.fround(Number(text)) === single) return text;
  }
  return String(Number(single.toPrecision(9)));
}
