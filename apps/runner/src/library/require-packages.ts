import { type InstalledPackage, KnotworkError } from '@knotwork/plugin';

/** @param of who takes them, @param told a value for a message: whoever asks has it @throws KnotworkError `input` for what are no packages at hand */
export function requirePackages(of: string, packages: readonly InstalledPackage[], told: (value: unknown) => string): void {
  const must = `${of} must have as "packages" a list of plugin packages at hand`;
  const write = 'Write packages: [{ name: \'mine\', version: \'1.0.0\', definition }], where definition is what definePackage gives; packages by name or path belong to plugins';
  if (!Array.isArray(packages)) throw new KnotworkError('input', `${must}; got ${told(packages)}. ${write}.`);
  packages.forEach((one: Partial<InstalledPackage> | null | undefined, k) => {
    if (typeof one !== 'object' || one === null) throw new KnotworkError('input', `${must}; packages[${k}] is ${told(one)}. ${write}.`);
    const { name, version, definition } = one;
    const lacks = typeof name !== 'string' ? 'name' : typeof version !== 'string' ? 'version' : Array.isArray(definition?.plugins) ? null : 'definition';
    if (lacks !== null) throw new KnotworkError('input', `${must}; packages[${k}] has no "${lacks}". ${write}.`);
  });
}
