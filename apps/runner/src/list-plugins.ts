import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { STUDY_PLUGINS } from '@knotwork/studies';
import { FileComposer } from '@knotwork/workspace';
import { recordsOfFile, recordsOfFolder } from './conformance/known-records.js';
import type { Output } from './output.js';
import { pluginList } from './plugin-list.js';
import { kindIn } from './plugin-text.js';

/** Lists what is installed, designs and launchers of studies too, what the packages of a file bring, and what plugin packages from outside say of their checks. */
export async function listPlugins(file: string | undefined, { kind }: { readonly kind?: string }, output: Output, cwd: string): Promise<void> {
  const standard = await standardPackages();
  const opened = file === undefined ? null : await new FileComposer(standard).open({ file, overrides: [], cwd });
  const { catalog } = installed([...standard, STUDY_PLUGINS], opened?.plugins);
  const kinds = kind === undefined ? catalog.kinds : [kindIn(catalog, kind)];
  const conformance = opened === null ? recordsOfFolder(cwd) : recordsOfFile(file!, opened.experiment.plugins, cwd);
  for (const line of pluginList(catalog, kinds, conformance)) output.say(line);
  output.json({
    plugins: kinds.flatMap((one) => catalog.list(one).map(({ definition: { kind: of, name, summary }, package: from, version }) => ({ kind: of, name, summary, package: from, version }))),
    conformance: conformance.map(({ package: from, version, state, record }) => ({ package: from, version, state, record })),
  });
}
