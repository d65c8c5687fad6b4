import type { Catalog, Kind } from '@knotwork/plugin';
import type { KnownConformance } from './conformance/known-records.js';
import { wrappedTable } from './table.js';

/** Characters of a line of the list. */
const WIDTH = 100;

/** What is installed of some kinds, in plain text: every plugin with its summary, then the packages that bring them, and what those from outside say of their checks. */
export function pluginList(catalog: Catalog, kinds: readonly Kind[], conformance: readonly KnownConformance[]): string[] {
  const entries = kinds.flatMap((kind) => catalog.list(kind));
  const packages = [...new Set(entries.map((entry) => entry.package))].sort();
  return [
    ...wrappedTable(['kind', 'name', 'summary'], entries.map(({ definition: { kind, name, summary } }) => [kind, name, summary]), WIDTH),
    '',
    ...wrappedTable(['package', 'version', 'brings'], packages.map((from) => {
      const brought = entries.filter((entry) => entry.package === from);
      return [from, brought[0]!.version, brought.map(({ definition: { kind, name } }) => `${kind} ${name}`).join(', ')];
    }), WIDTH),
    ...(conformance.length === 0 ? [] : ['', ...wrappedTable(['from outside', 'version', 'conformance'], conformance.map((known) => [known.package, known.version, known.told]), WIDTH)]),
  ];
}
