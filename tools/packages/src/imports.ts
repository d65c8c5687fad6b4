import { posix } from 'node:path';
import ts from 'typescript';

/** Modules that a file imports, or whose types it names, as it writes them. Parsed: a program that a text contains, such as one in Python, imports nothing. */
export function specifiersOf(text: string): readonly string[] {
  const found = new Set<string>();
  const add = (node: ts.Node | undefined): void => { if (node !== undefined && ts.isStringLiteralLike(node)) found.add(node.text); };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isModuleDeclaration(node)) add(node.name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
  return [...found];
}

/** The package of a module that is imported by name; `undefined` for a file beside, for a module of Node, and for what the package itself maps by `imports`. */
export function packageOf(specifier: string): string | undefined {
  if (/^\.{1,2}\/|^node:|^#/.test(specifier)) return undefined;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Files that are reached from others: by imports, and of modules also those that a text of them names as workers and hooks are named, by `'./name`.
 *
 * @param paths all that there are, from the package's folder
 * @param read the text of one
 */
export function reachable(entries: readonly string[], paths: ReadonlySet<string>, read: (path: string) => string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path) || !paths.has(path)) return;
    found.add(path);
    const text = read(path);
    for (const specifier of specifiersOf(text)) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(path), specifier);
      visit(path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target);
    }
    if (path.endsWith('.js')) for (const [, name] of text.matchAll(/['"`](\.{1,2}\/[\w./-]*?)(?:\.js)?(?=['"`$])/g)) visit(`${posix.join(posix.dirname(path), name!)}.js`);
  };
  entries.forEach(visit);
  return found;
}
