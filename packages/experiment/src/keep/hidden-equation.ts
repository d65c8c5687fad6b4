import { unreadEdges } from '@knotwork/network';
import type { Structure, TermStructure } from '@knotwork/plugin/engine';

/** What keeps functions from being read (`isRead` of the network), and what to write in place of it. */
const REMEDIES: readonly (readonly [(term: TermStructure) => boolean, string])[] = [
  [({ map }) => map !== null, 'inputMap: interval'], [({ outside }) => outside !== 'free', 'outside: free'], [({ base }) => base !== null, 'edge: plain'],
];

/** Why a network all of whose edges are functions is no equation: functions of what a map makes of their inputs, ones that go on otherwise outside of a domain, or with a base function beside them. Null where some edge is a curve, and for equations. */
export function hiddenEquation(structure: Structure): string | null {
  const unread = unreadEdges(structure);
  const terms = structure.layers.flatMap(({ terms: of }) => of);
  if (unread.length === 0 || terms.some(({ reads }) => reads === null)) return null;
  const layers = [...new Set(unread.map(({ layer }) => layer))];
  const remedies = REMEDIES.flatMap(([is, text]) => (layers.some((layer) => structure.layers[layer]!.terms.some(is)) ? [text] : []));
  return `all edges are functions, and no equation is printed, since those of ${layers.map((layer) => `layer ${layer}`).join(' and ')} are more than that: write ${remedies.join(' and ')} there (${layers.map((layer) => `network.layers.${layer}`).join(', ')})`;
}
