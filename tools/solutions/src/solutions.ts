import { allenCahn } from './allen-cahn.js';
import { cornerPoints } from './allen-cahn-corner.js';
import { burgers } from './burgers/cole-hopf.js';
import { frontPoints } from './burgers/front-points.js';
import { noisySamples } from './burgers/noisy-samples.js';
import { kortewegDeVries } from './korteweg-de-vries.js';
import { boundaryPoints, isInClosure, type Point } from './l-shape/domain.js';
import { interiorPoints } from './l-shape/interior-points.js';
import { lShapePoisson } from './l-shape/poisson.js';
import { lotkaVolterra } from './lotka-volterra.js';
import type { Solution } from './solution.js';
import { evenly } from './tables/evenly.js';
import { spaceTimeTable } from './tables/space-time-table.js';
import type { Table } from './tables/table.js';

/** Viscosities: of the usual example, and of one whose front is ten times as steep. */
export const NU = 0.01 / Math.PI;
export const STEEP_NU = 0.001 / Math.PI;

/** Every table, in the order of the page about them. */
export const SOLUTIONS: readonly Solution[] = [
  { name: 'burgers', summary: 'u_t + u u_x = 0.01/pi u_xx, u(0, x) = -sin(pi x), u(t, ±1) = 0', accuracy: 2e-12, table: () => spaceTimeTable((times) => times.map((t) => (x) => burgers(NU, t, x))) },
  { name: 'burgers-steep', summary: 'the same with 0.001/pi, a front ten times as steep: the half x >= 0, and places inside the front', accuracy: 2e-12, table: steepTable },
  { name: 'burgers-front', summary: '4000 points around that front', accuracy: 0, table: () => ({ columns: ['t', 'x'], rows: frontPoints(4000) }) },
  { name: 'burgers-noisy', summary: '500 random points of burgers with 1 % normal noise', accuracy: 2e-12, isRandom: true, table: (seed = 1) => noisySamples(NU, 500, seed) },
  { name: 'allen-cahn', summary: 'u_t = 1e-4 u_xx + 5 u - 5 u^3, u(0, x) = x^2 cos(pi x), periodic', accuracy: 1e-10, table: () => spaceTimeTable(allenCahn) },
  { name: 'allen-cahn-corner', summary: '600 points where its corner at x = ±1 fades', accuracy: 0, table: () => ({ columns: ['t', 'x'], rows: cornerPoints(600) }) },
  { name: 'korteweg-de-vries', summary: 'u_t + u u_x + 0.022^2 u_xxx = 0, u(0, x) = cos(pi x), periodic', accuracy: 2e-10, table: () => spaceTimeTable(kortewegDeVries) },
  { name: 'lotka-volterra', summary: "x' = 2/3 x - 4/3 x y, y' = x y - y, x(0) = y(0) = 1", accuracy: 1e-12, table: lotkaVolterraTable },
  { name: 'l-shape', summary: '-u_xx - u_yy = 1 on [-1, 1]^2 without [0, 1] x [-1, 0], u = 0 on its boundary', accuracy: 1e-12, table: lShapeTable },
  { name: 'l-shape-interior', summary: '1000 points inside that domain, spread evenly', accuracy: 0, table: () => pointTable(interiorPoints(1000)) },
  { name: 'l-shape-boundary', summary: '256 points of its boundary at equal distances, corners included', accuracy: 0, table: () => pointTable(boundaryPoints(32)) },
];

/** Places of the other tables, on one side of the front, and before the first of them more, inside of it. */
function steepTable(): Table {
  const even = evenly(0, 1, 65);
  const inside = evenly(1, 24, 24).map((k) => Number((even[1]! * 1.35 ** -k).toPrecision(4))).reverse();
  const places = [0, ...inside, ...even.slice(1)];
  return { columns: ['t', 'x', 'u'], rows: evenly(0, 1, 26).flatMap((t) => places.map((x) => [t, x, burgers(STEEP_NU, t, x)])) };
}

function lotkaVolterraTable(): Table {
  const times = evenly(0, 20, 401);
  const values = lotkaVolterra(times);
  return { columns: ['t', 'x', 'y'], rows: times.map((t, k) => [t, values[k]!.x, values[k]!.y]) };
}

function lShapeTable(): Table {
  const { at } = lShapePoisson();
  const places = evenly(-1, 1, 65);
  const points = places.flatMap((x) => places.map((y) => ({ x, y }))).filter(isInClosure);
  return { columns: ['x', 'y', 'u'], rows: points.map((point) => [point.x, point.y, at(point)]) };
}

function pointTable(points: readonly Point[]): Table {
  return { columns: ['x', 'y'], rows: points.map(({ x, y }) => [x, y]) };
}
