import { type PluginKind, packageFiles, packageNameOf } from 'create-knotwork-plugin';
import ts from 'typescript';

/**
 * The plugin that `npm create knotwork-plugin` writes, as one file of JavaScript that an experiment names by path: without types, and with the package it is in.
 *
 * @param name of the plugin
 */
export function inlinePlugin(kind: PluginKind, name: string): string {
  const names = packageNameOf(name, kind);
  const source = withoutTypes(packageFiles(names, { kind, runner: 'node', author: '', year: 2000, version: '0.0.0' })[`src/${name}.ts`]!);
  const [, imported] = /^import \{ (.*) \} from '@knotwork\/plugin';$/m.exec(source)!;
  const sorted = [...imported!.split(', '), 'definePackage'].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join(', ');
  return `${source.replace(imported!, sorted).replace(`export const ${names.symbol} =`, `const ${names.symbol} =`)}\nexport default definePackage({ api: 2, plugins: [${names.symbol}] });\n`;
}

/** TypeScript without its types, and otherwise as it stands. */
export function withoutTypes(text: string): string {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const cuts: (readonly [from: number, to: number])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true) { cuts.push([node.getStart(), node.end + 1]); return; }
    if (ts.isImportSpecifier(node) && node.isTypeOnly) { cuts.push(withComma(node, text)); return; }
    if (ts.isAsExpression(node)) cuts.push([node.expression.end, node.end]);
    if (ts.isNonNullExpression(node)) cuts.push([node.expression.end, node.end]);
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.typeArguments !== undefined) cuts.push([node.typeArguments.pos - 1, node.typeArguments.end + 1]);
    if (ts.isParameter(node) && node.questionToken !== undefined) cuts.push([node.questionToken.getStart(), node.questionToken.end]);
    if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionLike(node)) {
      // From the colon on.
      if (node.type !== undefined) cuts.push([text.lastIndexOf(':', node.type.getStart()), node.type.end]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const kept = cuts.filter(([from, to]) => !cuts.some(([f, t]) => f <= from && to <= t && t - f > to - from));
  return kept.sort(([a], [b]) => b - a).reduce((left, [from, to]) => left.slice(0, from) + left.slice(to), text);
}

/** An entry of a list and the comma that it leaves over. */
function withComma(node: ts.Node, text: string): readonly [number, number] {
  const comma = /^,\s*/.exec(text.slice(node.end));
  if (comma !== null) return [node.getStart(), node.end + comma[0].length];
  const before = /,\s*$/.exec(text.slice(0, node.getStart()));
  return [node.getStart() - (before?.[0].length ?? 0), node.end];
}
