import { fileURLToPath } from 'node:url';
import { Application, Converter, OptionDefaults } from 'typedoc';

// Writes the pages of what packages export, as plain HTML with a search of their own.

const root = fileURLToPath(new URL('../../', import.meta.url));
const [out, ...entries] = process.argv.slice(2);
/** `name=path` of every entry, path from the root of the repository. */
const named = entries.map((entry) => entry.split('='));

const app = await Application.bootstrap({
  entryPoints: named.map(([, path]) => root + path),
  tsconfig: `${root}tsconfig.base.json`,
  name: 'Knotwork API', readme: 'none', hideGenerator: true,
  navigationLinks: { Pages: '../index.html' },
  blockTags: [...OptionDefaults.blockTags, '@source'],
  excludeInternal: true, excludePrivate: true, excludeProtected: true, excludeExternals: true,
  // Sources are compiled and checked elsewhere, and nobody has said yet where readers find them.
  includeHierarchySummary: false, skipErrorChecking: true, disableSources: true, githubPages: false,
  // Pages list by kind, then as sources do, which is by what belongs together.
  sort: ['kind', 'source-order'],
  logLevel: 'Error',
});
/** Modules are called as they are imported. */
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
  if (reflection.kindOf(2)) {
    const file = reflection.project.getSymbolIdFromReflection(reflection)?.fileName;
    const name = named.find(([, path]) => file?.endsWith(`/${path}`))?.[0];
    if (name !== undefined) reflection.name = name;
  }
});
const project = await app.convert();
if (project === undefined) process.exit(1);
await app.generateDocs(project, out);
if (app.logger.hasErrors()) process.exit(1);
