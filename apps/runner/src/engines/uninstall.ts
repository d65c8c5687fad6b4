import { bindingFolder } from '@knotwork/tfjs-bindings';
import { megabytes, uninstall } from '@knotwork/tfjs-bindings/install';
import type { Output } from '../output.js';
import { bindingNamed } from './binding-named.js';

/** Removes a native library that was installed; where none was, it says so. */
export async function uninstallEngine(named: string, options: { readonly gpu?: boolean }, output: Output): Promise<void> {
  const name = bindingNamed(named, options);
  const removed = uninstall(name);
  output.say(removed === null ? `${name} is not installed: there is nothing in ${bindingFolder(name)}.` : `${name} is removed, ${megabytes(removed.bytes)} from ${removed.folder}.`);
  output.json({ name, removed: removed !== null, folder: bindingFolder(name), bytes: removed?.bytes ?? 0 });
}
