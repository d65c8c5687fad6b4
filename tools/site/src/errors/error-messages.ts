import ts from 'typescript';

/** An error that code makes, as it is written there. */
export interface ErrorMessage {
  /** Such as `input`; null where it is that of another error that this one is about. */
  readonly code: string | null;
  /** The message; `…` stands for what is known only when it happens. */
  readonly text: string;
}

/** A function that makes an error of one of its arguments. */
interface Maker {
  readonly code: string | null;
  /** Which argument the message is. */
  readonly argument: number;
  /** What stands around the message. */
  readonly around: readonly [string, string];
}

/** What stands for a part of a message that is not written in the code. */
export const HOLE = '…';
/** Wordings of a message that may differ; more would be a list of combinations and no catalogue. */
const MOST_WORDINGS = 4;

/**
 * The errors of files: every `new KnotworkError(code, message, ...)`, every `optionError(option, (at) => message)`, and every call of a function of the files that makes one of an argument.
 * Where a message has two wordings there are two; where its parts have, the part is `…`.
 *
 * @param sources texts of TypeScript
 */
export function errorMessages(sources: readonly string[]): readonly ErrorMessage[] {
  const trees = sources.map((text, k) => ts.createSourceFile(`${k}.ts`, text, ts.ScriptTarget.ES2022, true));
  const makers = new Map<string, Maker>([['optionError', { code: 'input', argument: 1, around: ['', ''] }]]);
  const found: ErrorMessage[] = [];
  for (const tree of trees) {
    visit(tree, (node) => {
      const [name, maker] = makerIn(node) ?? [];
      if (name !== undefined) makers.set(name, maker!);
    });
  }
  for (const tree of trees) {
    visit(tree, (node) => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'KnotworkError') {
        const [code, message] = node.arguments ?? [];
        if (message !== undefined) for (const text of wordings(message)) found.push({ code: codeIn(code!), text });
      }
      const maker = ts.isCallExpression(node) ? makers.get(node.expression.getText()) : undefined;
      const message = maker === undefined ? undefined : (node as ts.CallExpression).arguments[maker.argument];
      if (message !== undefined) for (const text of wordings(message)) found.push({ code: maker!.code, text: maker!.around.join(text) });
    });
  }
  const told = found.map(({ code, text }) => ({ code, text: text.replace(new RegExp(`${HOLE}{2,}`, 'g'), HOLE) })).filter(({ text }) => words(text) > 0);
  return told.filter(({ code, text }, k) => told.findIndex((other) => other.code === code && other.text === text) === k);
}

/** A function that hands one of its arguments on as a message, with its name. */
function makerIn(node: ts.Node): readonly [string, Maker] | undefined {
  const [name, made] = ts.isFunctionDeclaration(node) ? [node.name, node] as const
    : ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isArrowFunction(node.initializer) ? [node.name, node.initializer] as const : [];
  if (name === undefined || made?.body === undefined) return undefined;
  const parameters = made.parameters.map((parameter) => parameter.name.getText());
  let maker: Maker | undefined;
  visit(made.body, (inner) => {
    if (!ts.isNewExpression(inner) || inner.expression.getText() !== 'KnotworkError') return;
    const [code, message] = inner.arguments ?? [];
    if (message === undefined) return;
    if (ts.isIdentifier(message) && parameters.includes(message.text)) maker = { code: codeIn(code!), argument: parameters.indexOf(message.text), around: ['', ''] };
    // `PLACE: ${message}`, with nothing but the message that is not known here.
    const spans = ts.isTemplateExpression(message) ? message.templateSpans : undefined;
    const last = spans?.at(-1);
    if (ts.isTemplateExpression(message) && spans!.length === 2 && ts.isIdentifier(last!.expression) && parameters.includes(last!.expression.text) && words(message.head.text + spans![0]!.literal.text) === 0) {
      const place = constant(spans![0]!.expression);
      if (place !== undefined) maker = { code: codeIn(code!), argument: parameters.indexOf(last!.expression.text), around: [message.head.text + place + spans![0]!.literal.text, last!.literal.text] };
    }
  });
  return maker === undefined ? undefined : [name.getText(), maker];
}

/** The text of a constant of the file. */
function constant(node: ts.Expression): string | undefined {
  const declared = node.getSourceFile().statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => declarationList.declarations).find(({ name }) => name.getText() === node.getText());
  return declared?.initializer !== undefined && ts.isStringLiteral(declared.initializer) ? declared.initializer.text : undefined;
}

const codeIn = (code: ts.Expression): string | null => (ts.isStringLiteral(code) ? code.text : null);

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => { visit(child, see); });
}

/** How many words are written in the code. */
const words = (text: string): number => text.split(/\s+/).filter((word) => /[a-z]/i.test(word)).length;

/** Texts that an expression, or a function that returns one, may be. */
function wordings(message: ts.Expression): readonly string[] {
  if (ts.isParenthesizedExpression(message)) return wordings(message.expression);
  if (ts.isArrowFunction(message)) return ts.isBlock(message.body) ? returned(message.body).flatMap(wordings) : wordings(message.body);
  if (ts.isConditionalExpression(message)) return [...wordings(message.whenTrue), ...wordings(message.whenFalse)];
  if (ts.isStringLiteral(message) || ts.isNoSubstitutionTemplateLiteral(message)) return [message.text];
  if (ts.isBinaryExpression(message) && message.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [wordings(message.left), wordings(message.right)];
    return left.length * right.length > MOST_WORDINGS ? [HOLE] : left.flatMap((a) => right.map((b) => a + b));
  }
  if (ts.isTemplateExpression(message)) return [message.head.text + message.templateSpans.map(({ expression, literal }) => written(expression) + literal.text).join('')];
  return [HOLE];
}

/** What is returned by a body. */
function returned(body: ts.Block): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  visit(body, (node) => { if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression); });
  return found;
}

/** A part of a message: the name of an option, as `at('split')` writes it, or something that is known only later. */
function written(part: ts.Expression): string {
  if (ts.isCallExpression(part) && part.expression.getText() === 'at' && part.arguments.length === 1 && ts.isStringLiteral(part.arguments[0]!)) return part.arguments[0].text;
  return HOLE;
}
