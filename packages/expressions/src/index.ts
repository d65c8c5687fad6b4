export { ExpressionError, isExpressionError } from './expression-error.js';
export { parseExpression, type ParsedExpression } from './parse-expression.js';
export { type Code, type Language, LANGUAGES, writeCode } from './code.js';
export { latexOfName, writeLatex, writeTree } from './latex.js';
