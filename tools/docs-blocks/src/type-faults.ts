import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type Block, details, type Page, placeOf } from './page.js';
import { wholeCode } from './prove-page.js';

/** Strict, as a project of a reader would be. */
const OPTIONS: ts.CompilerOptions = {
  strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: ['node'],
};

/** Blocks of TypeScript of all pages, compiled at once against the declarations of the packages as they are built. @returns what is wrong, each with its page and line */
export function typeFaults(root: string, pages: readonly Page[], isOurs: (block: Block) => boolean): readonly string[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-types-')));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const files = new Map<string, { readonly block: Block; readonly before: number }>();
    for (const page of pages) {
      for (const block of page.blocks.filter((one) => ['ts', 'typescript'].includes(one.language) && isOurs(one))) {
        const file = join(folder, page.path, `block-${block.line}.ts`);
        mkdirSync(dirname(file), { recursive: true });
        for (const [path, source] of details(block, 'with').map((detail) => detail.split(' = ') as [string, string])) writeFileSync(join(dirname(file), path), readFileSync(join(root, source)));
        const code = `${wholeCode(block, page)}\nexport {};\n`;
        writeFileSync(file, code);
        files.set(file, { block, before: wholeCode(block, page).split('\n').length - block.text.split('\n').length });
      }
    }
    const program = ts.createProgram([...files.keys()], { ...OPTIONS, typeRoots: [join(root, 'node_modules/@types')] });
    return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, '\n');
      const found = file === undefined ? undefined : files.get(realpathSync(file.fileName));
      if (found === undefined || file === undefined) return text;
      const line = file.getLineAndCharacterOfPosition(start ?? 0).line - found.before;
      return `${placeOf({ page: found.block.page, line: found.block.line + 1 + Math.max(line, 0) })}: ${text}`;
    });
  } finally {
    rmSync(join(folder, 'node_modules'));
    rmSync(folder, { recursive: true, force: true });
  }
}
