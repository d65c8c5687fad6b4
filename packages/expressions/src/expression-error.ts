const brand = Symbol.for('knotwork/expression-error');

/** Why a text is not a formula. The message says subject, rule, what came and what to write. */
export class ExpressionError extends Error {
  /** One-based position of the first character that does not fit, where the parser knows it. */
  readonly position: number | undefined;
  /** The name of a function that there is not, and of those that there are. */
  readonly unknown: { readonly name: string; readonly known: readonly string[] } | undefined;

  constructor(message: string, position?: number, cause?: unknown, unknown?: ExpressionError['unknown']) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ExpressionError';
    this.position = position;
    this.unknown = unknown;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Recognizes the error, also when it comes from another copy of this package. */
export function isExpressionError(value: unknown): value is ExpressionError {
  return typeof value === 'object' && value !== null && brand in value;
}
