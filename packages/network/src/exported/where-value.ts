import { constant, type Expr, where } from '@knotwork/algebra';

/**
 * A derivative where the function has a value, and NaN where it has none: the formula of a slope has values there too, such as 1 / x where log(x) is NaN.
 * Every comparison with NaN is false, in every language; what is infinite is a value.
 */
export function whereValue(value: Expr, slope: Expr): Expr { return where(value.less(0), slope, where(constant(-1).less(value), slope, value)); }
