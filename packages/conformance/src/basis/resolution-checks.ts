import { edgeFunctions, extendGrid } from '@knotwork/network';
import { need } from '../engine/need.js';
import { kitNetwork, useOf } from '../kit/kit-network.js';
import type { Options } from '../kit/option-values.js';
import { titled } from '../kit/option-checks.js';
import type { PluginCheck } from '../kit/plugin-check.js';
import { type BasisSubject, innerPoints, largest, largestDifference } from './basis-term.js';

/** What contracts promise of an exact extension, relative to the largest value of an edge. */
const EXACT = 1e-12;
const LEVELS = [1, 2, 3, 4, 5, 6, 8, 9, 10, 12];
/** Extensions tried per option set. */
const MOST = 8;

const hasCount = { text: '`denseOperations`', isMade: ({ definition }: BasisSubject) => definition.denseOperations !== undefined };
const hasResolution = { text: '`refine`', isMade: ({ definition }: BasisSubject) => definition.capabilities.refine !== undefined };

/** Resolution: sizes and extensions. */
export const resolutionChecks: readonly PluginCheck<BasisSubject>[] = [
  {
    name: 'sizes grow with the resolution',
    how: 'Every step of the option that `refine` names makes at least one coefficient more, which is how budgets find a level.',
    claim: hasResolution,
    run: (subject) => {
      for (const options of subject.sets) {
        const levels = levelsOf(subject, options);
        need(levels.length >= 2, `${titled(subject.definition, options)}: the option "${subject.definition.capabilities.refine!.option}" that refines it allows fewer than two of ${LEVELS.join(', ')}`);
        const sizes = levels.map(({ options: o }) => subject.definition.size(o));
        levels.slice(1).forEach(({ level }, k) => {
          const least = sizes[k]! + level - levels[k]!.level;
          need(sizes[k + 1]! >= least, `${titled(subject.definition, options)}: ${sizes[k]} coefficients at ${levels[k]!.level} and ${sizes[k + 1]} at ${level}`);
        });
      }
    },
  },
  {
    name: 'extensions declared exact keep every function to 1e-12',
    how: 'Random edges before and after, at points between, for pairs of levels of which `exactWhen` says so; others must come back finite.',
    claim: hasResolution,
    run: (subject) => {
      for (const options of subject.sets) {
        const levels = levelsOf(subject, options);
        const all = levels.flatMap((from) => levels.filter((to) => to.level > from.level).map((to) => [from, to] as const));
        const { exactWhen } = subject.definition.capabilities.refine!;
        // The hardest first: from few coefficients to many.
        const exact = spread(all.filter(([from, to]) => exactWhen(from.level, to.level)), MOST);
        const others = spread(all.filter(([from, to]) => !exactWhen(from.level, to.level)), 2);
        for (const [from, to] of [...exact, ...others]) requireKept(subject, from.options, to.level, exact.some(([f, t]) => f === from && t === to));
      }
    },
  },
  {
    name: 'operations of all features are a count that does not fall with the resolution',
    how: '`denseOperations` is a number of at least 0 for every set of options, and at a finer level not below that of a coarser one.',
    claim: hasCount,
    run: (subject) => {
      for (const options of subject.sets) {
        const { definition } = subject;
        const levels = definition.capabilities.refine === undefined ? [{ level: 0, options }] : levelsOf(subject, options);
        const counts = levels.map(({ options: o }) => definition.denseOperations!(o));
        counts.forEach((count, k) => {
          need(Number.isFinite(count) && count >= 0, `${titled(definition, levels[k]!.options)}: denseOperations is ${String(count)}`);
          need(k === 0 || count >= counts[k - 1]!, `${titled(definition, options)}: ${counts[k - 1]} operations at ${levels[k - 1]?.level} and ${count} at ${levels[k]!.level}`);
        });
      }
    },
  },
];

interface Level { readonly level: number; readonly options: Options }

/** Levels that the options allow. */
function levelsOf({ definition }: BasisSubject, options: Options): Level[] {
  return LEVELS.flatMap((level) => {
    const parsed = definition.options.safeParse({ ...options, [definition.capabilities.refine!.option]: level });
    return parsed.success ? [{ level, options: parsed.data as Options }] : [];
  });
}

/** At most `count` of a list, spread over it. */
const spread = <T>(all: readonly T[], count: number): T[] => all.filter((_, k) => all.length <= count || Math.floor((k * count) / all.length) !== Math.floor(((k - 1) * count) / all.length));

function requireKept(subject: BasisSubject, options: Options, to: number, isExact: boolean): void {
  const c = kitNetwork(subject, [1, 2], { basis: useOf(subject.definition, options) });
  const { network, structure } = extendGrid(c.structure, c.network, [to], c.catalog);
  const points = innerPoints(120, [-1, 1.3]);
  const before = edgeFunctions(c.structure.layers[0]!, c.network.parameters, () => points, 0);
  const after = edgeFunctions(structure.layers[0]!, network.parameters, () => points, 0);
  const change = largestDifference(before, after) / largest(before);
  need(isExact ? change <= EXACT : Number.isFinite(change), `${titled(subject.definition, options)} extended to ${to}${isExact ? ', declared exact,' : ''} changes an edge by ${change.toExponential(2)}`);
}
