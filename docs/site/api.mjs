import { fileURLToPath } from 'node:url';
import { Application, Comment, Converter, OptionDefaults, ReflectionKind } from 'typedoc';

// Writes the pages of what packages export, as plain HTML with a search of their own.

const root = fileURLToPath(new URL('../../', import.meta.url));
const [out, list] = process.argv.slice(2);
/** Entries with the name that is imported, the path of the source from the root, and what the package is. */
const entries = JSON.parse(list);

const app = await Application.bootstrap({
  entryPoints: entries.map(({ path }) => root + path),
  tsconfig: `${root}tsconfig.base.json`,
  name: 'Knotwork API', readme: 'none', hideGenerator: true,
  navigationLinks: { Pages: '../index.html' },
  blockTags: [...OptionDefaults.blockTags, '@source'],
  excludeInternal: true, excludePrivate: true, excludeProtected: true, excludeExternals: true,
  // Sources are compiled and checked elsewhere, and nobody has said yet where readers find them.
  includeHierarchySummary: false, skipErrorChecking: true, disableSources: true, githubPages: false,
  // Pages list by kind, then as sources do, which is by what belongs together.
  sort: ['kind', 'source-order'], sortEntryPoints: false,
  logLevel: 'Error',
});
/** Modules are called as they are imported. */
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
  if (!reflection.kindOf(ReflectionKind.Module)) return;
  const file = reflection.project.getSymbolIdFromReflection(reflection)?.fileName;
  const entry = entries.find(({ path }) => file?.endsWith(`/${path}`));
  if (entry === undefined) throw new Error(`${file} is a module of no entry.`);
  reflection.name = entry.name;
  reflection.comment = new Comment([{ kind: 'text', text: `${entry.about}.` }]);
});
const project = await app.convert();
if (project === undefined) process.exit(1);
await app.generateDocs(project, out);
if (app.logger.hasErrors()) process.exit(1);
