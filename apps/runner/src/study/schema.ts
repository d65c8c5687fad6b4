import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { studyJsonSchema } from '@knotwork/studies';
import { FileComposer } from '@knotwork/workspace';

/** The JSON Schema of the study file. @param file an experiment file, for the plugins that its packages bring */
export async function studySchema(file: string | undefined, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const standard = await standardPackages();
  const plugins = file === undefined ? [] : (await new FileComposer(standard).open({ file, overrides: [], cwd })).plugins;
  return studyJsonSchema(installed(standard, plugins).packages);
}
