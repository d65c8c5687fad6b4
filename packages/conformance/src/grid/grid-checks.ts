import { adaptGrid, edgesFrom, gridOf, knotPositions } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { GridMoment, GridSituation, GridStrategyDefinition, Placement } from '@knotwork/plugin';
import { askedAgain } from '../kit/asked-again.js';
import { need } from '../engine/need.js';
import { kitNetwork } from '../kit/kit-network.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { situations } from './situations.js';

export type GridSubject = Subject<GridStrategyDefinition>;

/** Rounds in which a grid must come to rest when the samples stay as they are. */
const ROUNDS = 4;
/** Share of the domain's width by which a grid at rest may still be moved: nothing that a user would see. */
const AT_REST = 0.02;

const places = { text: "`knots: 'even'` or `'own'`", isMade: ({ definition }: GridSubject) => definition.capabilities.knots !== 'none' };
const placesNothing = { text: "`knots: 'none'`", isMade: ({ definition }: GridSubject) => definition.capabilities.knots === 'none' };
const keepsEven = { text: "`knots: 'even'`", isMade: ({ definition }: GridSubject) => definition.capabilities.knots === 'even' };

/** All checks of grid strategies. */
export const gridChecks: readonly PluginCheck<GridSubject>[] = [
  ...optionChecks<GridSubject>(({ definition }, options) => {
    for (const moment of moments()) need(isLook(definition.isDue(moment, options)), 'isDue is not true, false or "forced"');
    for (const { name, situation } of situations()) requireSound(definition.place(situation, options), situation, name);
  }),
  {
    name: 'whether a look is due depends on the moment alone',
    how: '`isDue` is true, false or `forced` and says the same of the same moment again, in another order.',
    run: ({ definition, sets }) => {
      for (const options of sets) {
        const all = moments();
        const { first, again } = askedAgain(() => all.map((moment) => definition.isDue(moment, options)), () => { definition.isDue(all[0]!, options); });
        need(first.every(isLook), `${titled(definition, options)}: isDue is not true, false or "forced"`);
        const turned = all.toReversed().map((moment) => definition.isDue(moment, options)).toReversed();
        for (const other of [...again, turned]) {
          const at = first.findIndex((due, k) => due !== other[k]);
          need(at < 0, `${titled(definition, options)}: whether a look is due before step ${all[at]?.step} depends on what was asked before`);
        }
      }
    },
  },
  {
    name: 'placements depend on the situation alone and leave it as it is',
    how: '`place` says the same again, in another order, and writes into neither samples nor knots.',
    run: ({ definition, sets }) => {
      for (const options of sets) {
        const ask = (all: ReturnType<typeof situations>): Map<string, string> => new Map(all.map(({ name, situation }) => {
          const before = snapshot(situation);
          const placed = JSON.stringify(plain(definition.place(situation, options)));
          need(snapshot(situation) === before, `${titled(definition, options)} changed the samples or knots of "${name}"`);
          return [name, placed];
        }));
        const [first, second] = [ask(situations()), ask(situations().toReversed())];
        for (const [name, placed] of first) need(second.get(name) === placed, `${titled(definition, options)} places "${name}" at ${placed}, and at ${second.get(name)} when asked again`);
      }
    },
  },
  {
    name: 'placements are finite ascending domains with as many knots as there are',
    how: 'For samples of every kind: none, one, constant, few values, far out, huge, tiny, and for bases without knots.',
    claim: places,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const { name, situation } of situations()) requireSound(definition.place(situation, options), situation, `${titled(definition, options)}, ${name}`);
      }
    },
  },
  {
    name: 'samples that are not finite move nothing to where they are',
    how: 'With NaN or Infinity among the samples a placement is null or as sound as any other.',
    claim: places,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const { name, situation } of situations()) {
          for (const bad of [NaN, Infinity, -Infinity]) {
            const spoiled = { ...situation, samples: Float64Array.of(...situation.samples, bad) };
            requireSound(definition.place(spoiled, options), spoiled, `${titled(definition, options)}, ${name} and ${bad}`);
          }
        }
      }
    },
  },
  {
    name: 'a move is forced only by samples outside the domain, and then holds them all',
    how: 'Forced moves are never undone, so that nothing else may call itself so.',
    claim: places,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const { name, situation } of situations()) {
          const placed = definition.place(situation, options);
          if (placed === null || !placed.isForced) continue;
          const { samples, domain: [a, b] } = situation;
          need(samples.some((x) => x < a || x > b), `${titled(definition, options)}, ${name}: forced, and no sample lies outside [${a}, ${b}]`);
          need(samples.every((x) => x >= placed.domain[0] && x <= placed.domain[1]), `${titled(definition, options)}, ${name}: forced, and [${placed.domain.join(', ')}] does not hold all samples`);
        }
      }
    },
  },
  {
    name: 'a grid comes to rest when the samples do',
    how: 'Asked again and again about the same samples, with the grid where it was put, a strategy has nothing left to do after four rounds; domains that shrink each time would.',
    claim: places,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const { name, situation } of situations()) {
          let at = situation;
          for (let round = 0; round < ROUNDS; round++) at = movedTo(at, definition.place(at, options));
          const last = definition.place(at, options);
          if (last === null) continue;
          const [a, b] = at.domain;
          const moved = Math.max(Math.abs(last.domain[0] - a), Math.abs(last.domain[1] - b), ...sortedKnots(last, at).map((t, j) => Math.abs(t - at.knots![j]!)));
          need(moved <= AT_REST * (b - a), `${titled(definition, options)}, ${name}: after ${ROUNDS} moves [${a}, ${b}] is moved to [${last.domain.join(', ')}]`);
        }
      }
    },
  },
  {
    name: 'knots stay even',
    how: 'No placement names knots.',
    claim: keepsEven,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        for (const { name, situation } of situations()) need(definition.place(situation, options)?.knots === undefined, `${titled(definition, options)}, ${name}: knots were placed`);
      }
    },
  },
  {
    name: 'nothing moves',
    how: 'Never due, and nothing to do in any situation.',
    claim: placesNothing,
    run: ({ definition, sets }) => {
      for (const options of sets) {
        need(moments().every((moment) => definition.isDue(moment, options) === false), `${titled(definition, options)}: a look is due`);
        for (const { name, situation } of situations()) need(definition.place(situation, options) === null, `${titled(definition, options)}, ${name}: placed`);
      }
    },
  },
  {
    name: 'a network follows a placement',
    how: 'Domains and knots of a hidden node are moved to where the strategy says; its edges are finite and the grid is where it was put.',
    claim: places,
    run: (subject) => {
      for (const options of subject.sets) {
        const c = kitNetwork(subject, [2, 2, 1], { basis: { kind: 'reference-hat', intervals: 6 } });
        const [layer, term] = [c.structure.layers[1]!, c.structure.layers[1]!.terms[0]!];
        const stream = randomStream(5, 'samples');
        const grid = gridOf(term, c.network.parameters, 0);
        const situation: GridSituation = {
          layer: 1, input: 0, domain: grid.domain, intervals: 6, knots: knotPositions(term, grid), method: 'normal-equations', isNetworkInput: false,
          samples: Float64Array.from({ length: 60 }, () => 3 + 0.4 * stream.normal()),
          edges: (points, order) => [edgesFrom(layer, c.network.parameters, 0, points, order)],
        };
        const placed = subject.definition.place(situation, options);
        if (placed === null) continue;
        const { parameters, report } = adaptGrid(c.structure, c.network.parameters, [{ layer: 1, input: 0, ...placed, samples: situation.samples }]);
        need(Number.isFinite(report.edgeChange) && parameters.every(Number.isFinite), `${titled(subject.definition, options)}: edges changed by ${report.edgeChange}`);
        need(gridOf(term, parameters, 0).domain.every((end, k) => end === placed.domain[k]), `${titled(subject.definition, options)}: the domain is not where it was put`);
      }
    },
  },
];

const isLook = (due: unknown): boolean => typeof due === 'boolean' || due === 'forced';

/** Moments of a stage: its beginning, middle and end, falling, level and converged, in long steps and in short ones. */
function moments(): GridMoment[] {
  const steps = 60;
  return [0, 1, 2, 3, 5, 10, 12, 30, 31, 59].flatMap((step) => [0.5, 0].flatMap((fall) => [false, true].flatMap((hasConverged) =>
    [Infinity, 1].flatMap((sinceMove) => ([['normal-equations', 1], ['update', 1], ['update', 7]] as const).map(([method, epoch]) =>
      ({ step, steps, method, epoch, hasConverged, sinceMove, fall: (count: number) => (count > step ? Infinity : fall) }))))));
}

/** What the framework relies on. */
function requireSound(placed: Placement | null, { intervals, domain: [a, b] }: GridSituation, what: string): void {
  if (placed === null) return;
  const { domain, knots, probation } = placed;
  need(domain.length === 2 && domain.every(Number.isFinite) && domain[0] < domain[1], `${what}: the domain [${domain.join(', ')}] is not finite and ascending; it was [${a}, ${b}]`);
  if (knots !== undefined) {
    need(intervals !== null, `${what}: knots were placed for a basis that has none`);
    need(knots.length === intervals! + 1 && knots.every(Number.isFinite), `${what}: ${knots.length} knots, finite: ${knots.every(Number.isFinite)}; there are ${intervals! + 1}`);
  }
  need(typeof placed.isForced === 'boolean', `${what}: isForced is not true or false`);
  need(probation === undefined || (Number.isInteger(probation) && probation >= 0), `${what}: a probation of ${probation} steps`);
}

/** The situation after a placement was followed. */
function movedTo(at: GridSituation, placed: Placement | null): GridSituation {
  if (placed === null) return at;
  const [a, b] = at.domain;
  const [c, d] = placed.domain;
  const carried = at.knots?.map((t) => c + ((d - c) * (t - a)) / (b - a)) ?? null;
  return { ...at, domain: placed.domain, knots: placed.knots === undefined ? carried : Float64Array.from(sortedKnots(placed, at)) };
}

/** Wanted knots as the framework takes them: in order, the outer two on the ends of the domain. */
function sortedKnots({ knots, domain }: Placement, { intervals }: GridSituation): number[] {
  if (knots === undefined || intervals === null) return [];
  return [...knots].sort((x, y) => x - y).map((t, j) => (j === 0 ? domain[0] : j === intervals ? domain[1] : t));
}

const plain = (placed: Placement | null): unknown => (placed === null ? null : { ...placed, knots: placed.knots === undefined ? null : [...placed.knots] });
const snapshot = ({ samples, knots, domain }: GridSituation): string => JSON.stringify([[...samples], knots === null ? null : [...knots], domain]);
