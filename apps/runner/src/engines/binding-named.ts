import { BINDINGS, type BindingName, isBinding } from '@knotwork/tfjs-bindings';
import { noSuchBinding } from '../errors.js';

/** What a command line names. @throws KnotworkError `input` with what there is */
export function bindingNamed(name: string, { gpu = false }: { readonly gpu?: boolean }): BindingName {
  const meant = gpu && !name.endsWith('-gpu') ? `${name}-gpu` : name;
  if (!isBinding(meant)) throw noSuchBinding(name, BINDINGS);
  return meant;
}
