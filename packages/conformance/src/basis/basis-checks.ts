import { kitNetwork, useOf } from '../kit/kit-network.js';
import { networkChecks } from '../network/network-checks.js';
import { optionChecks } from '../kit/option-checks.js';
import { need } from '../engine/need.js';
import { termFeatures } from '@knotwork/network';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, innerPoints, placesOf, termOf } from './basis-term.js';
import { derivativeChecks } from './derivative-checks.js';
import { domainChecks } from './domain-checks.js';
import { featureChecks } from './feature-checks.js';
import { knotChecks } from './knot-checks.js';
import { mapChecks } from './map-checks.js';
import { readingChecks } from './reading-checks.js';
import { resolutionChecks } from './resolution-checks.js';
import { spanChecks } from './span-checks.js';

/** All checks of bases. */
export const basisChecks: readonly PluginCheck<BasisSubject>[] = [
  ...optionChecks<BasisSubject>((subject, options) => {
    const term = termOf(subject, options);
    const { values } = termFeatures(term, 1)(innerPoints(9), placesOf(term)[0]!);
    need(values.every((table) => table.every(Number.isFinite)), 'a feature or its slope is not finite in the domain');
  }),
  ...featureChecks, ...readingChecks, ...derivativeChecks, ...spanChecks, ...resolutionChecks, ...domainChecks, ...knotChecks, ...mapChecks,
  ...networkChecks<BasisSubject>((subject, widths, seed) => kitNetwork(subject, widths, { basis: useOf(subject.definition, subject.sets[0]!) }, seed)),
];
