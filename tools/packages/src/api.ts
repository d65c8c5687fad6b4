import { join, relative } from 'node:path';
import ts from 'typescript';
import type { PublishedPackage } from './published.js';

/** How what is exported is written down again. */
export const API_COMMAND = 'npm run -s docs:api';
/** Where a package keeps it, in its folder. */
export const API_FILE = 'api.md';

/**
 * What every package exports, one text each, as its declarations say it and without comments: by entry and name, then what these name of the package
 * without exporting it. Read from what was compiled, as users get it.
 *
 * @param root the workspace, built
 * @returns texts by the names of packages
 * @throws Error where an entry has no declarations
 */
export function apis(packages: readonly PublishedPackage[], root: string): ReadonlyMap<string, string> {
  const entries = packages.map((found) => ({ found, paths: typedEntries(found) }));
  const program = ts.createProgram(entries.flatMap(({ paths }) => paths.map(({ file }) => file)), {
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, noEmit: true, skipLibCheck: true, types: [],
  });
  return new Map(entries.map(({ found, paths }) => [found.manifest.name, apiOf(found, paths, program, root)]));
}

interface Entry {
  /** As it is imported. */
  readonly specifier: string;
  /** Its declarations. */
  readonly file: string;
}

/** Entries that are imported as code, with their declarations. */
function typedEntries({ manifest: { name, exports = {} }, folder }: PublishedPackage): readonly Entry[] {
  return Object.entries(exports).flatMap(([path, target]) => {
    const types = (target as { readonly types?: string }).types;
    return types === undefined ? [] : [{ specifier: name + path.slice(1), file: join(folder, types) }];
  });
}

function apiOf({ folder, manifest: { name } }: PublishedPackage, entries: readonly Entry[], program: ts.Program, root: string): string {
  const checker = program.getTypeChecker();
  const exported = new Set<ts.Symbol>();
  const said = (symbol: ts.Symbol): ts.Symbol => ((symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol);
  const isOurs = (symbol: ts.Symbol): boolean => symbol.declarations?.every((node) => !relative(folder, node.getSourceFile().fileName).startsWith('..')) ?? false;
  const sections = entries.map(({ specifier, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${relative(root, file)} is not there: run npm run typecheck first.`);
    const symbols = checker.getExportsOfModule(module).map((symbol) => ({ name: symbol.name, symbol: said(symbol) })).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { symbol } of symbols) exported.add(symbol);
    const wholes = source!.statements.flatMap((node) => (ts.isExportDeclaration(node) && node.exportClause === undefined && ts.isStringLiteral(node.moduleSpecifier!) && !node.moduleSpecifier.text.startsWith('.') ? [node.moduleSpecifier.text] : []));
    const single = symbols.filter(({ symbol }) => isOurs(symbol) || !wholes.includes(origin(symbol)));
    const lines = single.map(({ name: outer, symbol }) => (isOurs(symbol) ? declaration(symbol, outer) : reExport(symbol, outer)));
    return [`## ${specifier}`, code([...wholes.map((whole) => `export * from '${whole}';`), ...lines])].join('\n\n');
  });
  const reached = reachedTypes([...exported].filter(isOurs), checker, isOurs).filter((symbol) => !exported.has(symbol)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${[
    `# What ${name} exports`,
    `<!-- Written by ${API_COMMAND} from the declarations; a change of it is a change of what is published, and is reviewed as one. -->`,
    ...sections,
    ...(reached.length === 0 ? [] : ['## Named by these, not exported', code(reached.map((symbol) => declaration(symbol, symbol.name)))]),
  ].join('\n\n')}\n`;
}

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/** A declaration, with all of its overloads and merged parts; under another name where it is exported by one. */
function declaration(symbol: ts.Symbol, outer: string): string {
  const text = symbol.declarations!.map((node) => {
    const whole = ts.isVariableDeclaration(node) ? node.parent.parent : node;
    return inOrder(printer.printNode(ts.EmitHint.Unspecified, whole, node.getSourceFile()).replace(/^export (?=\w)/, '').replace(/^(?:default|declare) /, ''));
  }).join('\n');
  return outer === symbol.name ? text : `${text}\n// as ${outer}`;
}

/** The words of an option in alphabetical order: the compiler writes them in that in which it met them, which is another when it compiles less. */
function inOrder(text: string): string {
  return text.replace(/(ZodEnum<\{\n)((?: *"?[^\n"]*"?: "[^\n]*";\n)+)/g, (_, head: string, words: string) => `${head}${words.trimEnd().split('\n').sort().join('\n')}\n`);
}

function reExport(symbol: ts.Symbol, outer: string): string {
  // A whole module, as by `export * as`: its name is its path.
  if (symbol.declarations?.some(ts.isSourceFile)) return `export * as ${outer} from '${origin(symbol)}';`;
  const what = (symbol.flags & ts.SymbolFlags.Value) === 0 ? 'export type' : 'export';
  return `${what} { ${symbol.name === outer ? outer : `${symbol.name} as ${outer}`} } from '${origin(symbol)}';`;
}

/** The package that declares something. */
function origin(symbol: ts.Symbol): string {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  const ours = /\/packages\/([^/]+)\/dist\//.exec(file)?.[1];
  return installed ?? (ours === undefined ? 'unknown' : `@knotwork/${ours}`);
}

/** Types of the same package that declarations name, and that those name in turn. */
function reachedTypes(from: readonly ts.Symbol[], checker: ts.TypeChecker, isOurs: (symbol: ts.Symbol) => boolean): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const named = checker.getSymbolAtLocation(node);
      const symbol = named && (named.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(named) : named;
      if (symbol !== undefined && isOurs(symbol) && isTopLevel(symbol)) visit(symbol);
    }
    ts.forEachChild(node, look);
  };
  const visit = (symbol: ts.Symbol): void => {
    if (found.has(symbol)) return;
    found.add(symbol);
    for (const node of symbol.declarations!) look(ts.isVariableDeclaration(node) ? node.parent.parent : node);
  };
  from.forEach(visit);
  return [...found];
}

/** Not a type parameter, a property or a whole module. */
const isTopLevel = (symbol: ts.Symbol): boolean => symbol.declarations!.every((node) => {
  const parent = (ts.isVariableDeclaration(node) ? node.parent.parent : node).parent as ts.Node | undefined;
  return parent !== undefined && ts.isSourceFile(parent);
});

const code = (lines: readonly string[]): string => `\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
