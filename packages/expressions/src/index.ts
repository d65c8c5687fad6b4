export { ExpressionError, isExpressionError } from './expression-error.js';
export { parseExpression, type ParsedExpression } from './parse-expression.js';
