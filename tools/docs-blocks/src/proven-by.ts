/** Blocks of one language of a page that a spec of its own proves. */
export interface ProvenBy {
  readonly page: string;
  readonly language: string;
  /** How many there are: one more needs a proof of its own, or that spec to prove it. Of a page that is generated, `all`. */
  readonly blocks: number | 'all';
  /** Path of the spec, or of the tests in Python; it names the page. */
  readonly spec: string;
}

/** Blocks that would be run twice here. */
export const PROVEN_BY: readonly ProvenBy[] = [
  { page: 'docs/browser.md', language: 'html', blocks: 1, spec: 'tools/browser/src/docs.int.spec.ts' },
  { page: 'docs/browser.md', language: 'js', blocks: 3, spec: 'tools/browser/src/docs.int.spec.ts' },
  { page: 'docs/commands.md', language: 'text', blocks: 'all', spec: 'apps/runner/src/reference/commands-page.spec.ts' },
  { page: 'docs/export.md', language: 'c', blocks: 1, spec: 'apps/runner/src/exporters.int.spec.ts' },
  { page: 'docs/export.md', language: 'js', blocks: 1, spec: 'apps/runner/src/exporters.int.spec.ts' },
  { page: 'docs/export.md', language: 'python', blocks: 3, spec: 'apps/runner/src/exporters.int.spec.ts' },
  { page: 'docs/import.md', language: 'python', blocks: 4, spec: 'apps/runner/src/import/import.int.spec.ts' },
  { page: 'docs/import.md', language: 'yaml', blocks: 1, spec: 'apps/runner/src/import/import.int.spec.ts' },
  { page: 'docs/python.md', language: 'python', blocks: 2, spec: 'packages/python/tests/test_docs.py' },
  { page: 'packages/python/README.md', language: 'python', blocks: 1, spec: 'packages/python/tests/test_docs.py' },
  { page: 'docs/write-a-basis.md', language: 'js', blocks: 1, spec: 'apps/runner/src/write-a-basis.int.spec.ts' },
  { page: 'docs/write-a-basis.md', language: 'yaml', blocks: 2, spec: 'apps/runner/src/write-a-basis.int.spec.ts' },
  { page: 'docs/write-a-basis.md', language: 'text', blocks: 3, spec: 'apps/runner/src/write-a-basis.int.spec.ts' },
  { page: 'docs/write-a-basis.md', language: 'ts', blocks: 4, spec: 'apps/runner/src/write-a-basis.int.spec.ts' },
  // The first eight are typed in the rehearsal (`npm run rehearse`), the last by the spec of the generators.
  { page: 'docs/write-a-basis.md', language: 'sh', blocks: 9, spec: 'tools/packages/src/rehearsal/rehearsal.spec.ts' },
  { page: 'docs/plugins/index.md', language: 'js', blocks: 2, spec: 'apps/runner/src/plugin-pages.int.spec.ts' },
  { page: 'docs/plugins/index.md', language: 'sh', blocks: 1, spec: 'tools/packages/src/plugin-pages.spec.ts' },
  ...['dataset', 'edge', 'exporter', 'function', 'grid', 'layer', 'loss', 'optimizer', 'regularizer'].flatMap((kind) => [['js', 1], ['yaml', 1], ['sh', 2]].map(([language, blocks]) => (
    { page: `docs/plugins/${kind}.md`, language: language as string, blocks: blocks as number, spec: 'apps/runner/src/plugin-pages.int.spec.ts' }
  ))),
  { page: 'apps/create-plugin/README.md', language: 'sh', blocks: 1, spec: 'tools/packages/src/plugin-pages.spec.ts' },
];
