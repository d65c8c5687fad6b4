import { FILES, readObject, type ReadFile } from '@knotwork/experiment';
import * as z from '@knotwork/plugin/zod';

/** As much of `network.json` as is asked before the network is loaded. */
const networkShape = z.looseObject({ plugins: z.array(z.looseObject({ package: z.string() })).optional() });

/** Packages that the saved network names, as it names them. */
export function packagesOfNetwork(read: ReadFile, place: string): ReadonlySet<string> {
  const network = readObject(read, FILES.network, place, networkShape) as { readonly plugins?: readonly { readonly package: string }[] } | null;
  return new Set(network?.plugins?.map((of) => of.package));
}
