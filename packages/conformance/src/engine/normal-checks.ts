import { relativeError } from '@knotwork/numerics';
import { type Damping, INVERSE_RIDGE, type SegmentRole } from '@knotwork/plugin/engine';
import { allPenalties } from '../subjects/reference-penalties.js';
import { randomCase } from '../subjects/engine-case.js';
import { casesFor, someRows } from './cases.js';
import * as claims from './claims.js';
import { denseInverse, dot, symmetric, times } from './dense.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { frozenPenalty } from './freeze.js';
import { need, needClose, needRefused, throws } from './need.js';
import { openCase, ROLES } from './open-case.js';
import { penaltyHessian } from './penalty-by-hand.js';
import { dampingOf, modelOf, productsOf, scaledInverse, squares } from './quadratic-model.js';
import { momentum } from './update-formulas.js';

/** Against elimination with pivots, of systems whose condition is far below 1e8. */
const SOLVED = 1e-8;
/** Damped by the diagonal, a shape parameter that hardly matters goes as far as its constraint lets it: there the step is not that of the equations. */
const DAMPINGS: readonly { readonly damping: Damping; readonly trainable: readonly SegmentRole[] }[] = [
  { damping: { shape: 'identity', mu: 1 }, trainable: ROLES }, { damping: { shape: 'marquardt', mu: 0.5 }, trainable: ROLES.filter((role) => role !== 'shape') },
];

/** Normal equations, and what is solved with them. */
export const normalChecks: readonly EngineCheck[] = [
  {
    name: 'normal equations are the products of the Jacobian rows, without any penalty',
    how: 'In double precision whatever the engine computes in; the gradient has no penalty either, the value has.',
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject, 6)) {
        const opened = await openCase(engine, c);
        const { program: { layout: { unknowns } }, state } = opened;
        const data = await opened.program.bind({ data: c.rows });
        const query = { penalty: await frozenPenalty(opened, c.rows, allPenalties(c.structure, 1e-2)) };
        const normal = await state.normal(data, query);
        const [plain, all] = [await state.gradient(data), await state.value(data, query)];
        need(normal.unknowns === unknowns && normal.hessian.length === unknowns ** 2, `${c.name}: ${normal.hessian.length} numbers of ${normal.unknowns} unknowns, expected ${unknowns}`);
        const whole = symmetric(normal.hessian, unknowns);
        needClose(whole, await productsOf(opened, data), tolerance.products, `${c.name}, J'J`);
        needClose(normal.gradient, plain.gradient, tolerance.rounding, `${c.name}, gradient`);
        needClose([normal.value.value, normal.value.data, normal.value.penalty], [all.value, all.data, all.penalty], tolerance.rounding, `${c.name}, value`);
        const before = [normal.hessian.slice(), normal.gradient.slice()];
        await state.write({ parameters: (await state.read()).network.parameters.map((v) => 1.1 * v) });
        await state.normal(data, query);
        needClose(normal.hessian, before[0]!, 0, `${c.name}, J'J after another state was asked`);
        needClose(normal.gradient, before[1]!, 0, `${c.name}, gradient after another state was asked`);
      }
    },
  },
  {
    name: 'a damped step solves the normal equations of the Jacobian rows',
    how: "(J'J + penalty + damping) s = -g through J (J s), for both shapes of damping; the state moves when the step is accepted, to the value that was promised.",
    claim: claims.normalEquations,
    run: async (subject) => {
      const { tolerance } = subject;
      for await (const { name, opened: { state }, data, query, damping, before, gradient, model, trial, take } of dampedSteps(subject)) {
        need(trial.status === 'ok', `${name}: status ${trial.status}`);
        need(relativeError((await state.read()).network.parameters, before) === 0, `${name}: a trial moved the state`);
        const step = await take();
        needClose([(await state.value(data, query)).value], [trial.value.value], tolerance.rounding, `${name}, value after the step`);
        const added = dampingOf(model.diagonal, damping);
        const left = model.product(step).map((v, k) => v + added[k]! * step[k]!);
        needClose(left, gradient.map((v) => -v), tolerance.equations, `${name}, ${damping.shape}`);
      }
    },
  },
  {
    name: 'the reduction that a damped step predicts is that of the quadratic model',
    how: "-(g's + s'Hs / 2) with H s through Jacobian rows and the penalty by hand, damping apart; it is positive.",
    claim: claims.normalEquations,
    run: async (subject) => {
      for await (const { name, damping, gradient, model, trial, take } of dampedSteps(subject)) {
        const step = await take();
        const expected = -(dot(gradient, step) + 0.5 * dot(step, model.product(step)));
        need(trial.predicted > 0, `${name}, ${damping.shape}: the prediction is ${trial.predicted}`);
        needClose([trial.predicted], [expected], subject.tolerance.equations, `${name}, ${damping.shape}`);
      }
    },
  },
  {
    name: 'normal equations and trials of an earlier state are refused, whatever changed it',
    how: 'After parameters were written, a step or a move was taken, another state was copied or another trial was accepted.',
    claim: claims.normalEquations,
    run: async ({ engine }) => {
      const c = randomCase(5);
      const { program, state } = await openCase(engine, c, { update: momentum() });
      const data = await program.bind({ data: c.rows });
      const other = await state.fork();
      const damping: Damping = { shape: 'marquardt', mu: 1 };
      const changes: Readonly<Record<string, (changed: typeof state) => Promise<unknown>>> = {
        'parameters were written': async (changed) => changed.write({ parameters: (await changed.read()).network.parameters.map((v) => 1.01 * v) }),
        'a step was taken': (changed) => changed.steps(1, data, { first: 1, total: 9 }),
        'the state moved': async (changed) => {
          const space = await changed.vectors(1);
          await space.load(0, 'unknowns');
          await changed.move({ space, index: 0 }, 0.01);
        },
        'another state was copied': (changed) => changed.copyFrom(other),
        'another trial was accepted': async (changed) => changed.accept(await changed.tryStep(await changed.normal(data), damping, data)),
      };
      for (const [what, change] of Object.entries(changes)) {
        const changed = await state.fork();
        const normal = await changed.normal(data);
        const trial = await changed.tryStep(normal, damping, data);
        await change(changed);
        need(await throws(() => changed.tryStep(normal, damping, data)), `normal equations were used after ${what}`);
        need(await throws(() => changed.inverseBlocks(normal, {}, [[0, 1]])), `blocks of an inverse were made of normal equations after ${what}`);
        need(await throws(() => changed.solve(normal, {}, normal.gradient)), `a system was solved with normal equations after ${what}`);
        need(await throws(() => changed.accept(trial)), `a trial was accepted after ${what}`);
      }
      const normal = await state.normal(data);
      const fork = await state.fork();
      need(await throws(() => fork.tryStep(normal, damping, data)), 'normal equations of another state were used');
    },
  },
  {
    name: 'solutions and blocks of the inverse are those of a dense inverse',
    how: "Of J'J and penalty, scaled by its diagonal with 1e-9 added, against elimination with pivots; several right sides, blocks that overlap and one that is everything.",
    claim: claims.normalEquations,
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject, 4)) {
        const opened = await openCase(engine, c);
        const { program: { structure, layout, layout: { unknowns: p } }, state } = opened;
        const data = await opened.program.bind({ data: c.rows });
        // Squares of all coefficients and weights: with them no direction is left to the ridge, whose inverse would be rounding.
        const penalty = squares(c.structure, 0.1);
        const normal = await state.normal(data);
        const forms = penaltyHessian(penalty, structure, layout);
        const inverse = scaledInverse(symmetric(normal.hessian, p).map((v, k) => v + forms[k]!), p, INVERSE_RIDGE, denseInverse);
        const ranges = [[0, p], [0, 1], [Math.floor(p / 3), Math.ceil((2 * p) / 3)], [p - 1, p], [0, Math.ceil(p / 2)]] as const;
        const blocks = await state.inverseBlocks(normal, { penalty }, ranges);
        need(blocks.length === ranges.length, `${c.name}: ${blocks.length} blocks for ${ranges.length} ranges`);
        ranges.forEach(([from, to], b) => {
          const size = to - from;
          needClose(blocks[b]!, Float64Array.from({ length: size ** 2 }, (_, k) => inverse[(from + Math.floor(k / size)) * p + from + (k % size)]!), SOLVED, `${c.name}, block ${from} to ${to}`);
        });
        const rhs = Float64Array.from({ length: 3 * p }, (_, k) => Math.sin(k + 1));
        const given = rhs.slice();
        const x = await state.solve(normal, { penalty }, rhs);
        needClose(rhs, given, 0, `${c.name}, right sides after they were solved for`);
        for (let s = 0; s < 3; s++) needClose(x.subarray(s * p, (s + 1) * p), times(inverse, rhs.subarray(s * p, (s + 1) * p)), SOLVED, `${c.name}, right side ${s}`);
      }
    },
  },
  {
    name: 'an inverse of normal equations that are not positive definite is refused',
    how: 'With a penalty that pays for large coefficients; a damped step is "singular" there, not an error.',
    claim: claims.normalEquations,
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: someRows(c.rows, 0, 40) });
      const query = { penalty: squares(c.structure, -1e3) };
      const normal = await state.normal(data);
      await needRefused(() => state.inverseBlocks(normal, query, [[0, 1]]), ['positive definite'], 'a block of an inverse that is not there');
      await needRefused(() => state.solve(normal, query, normal.gradient), ['positive definite'], 'a system that is not positive definite');
      const { status } = await state.tryStep(normal, { shape: 'identity', mu: 1e-6 }, data, query);
      need(status === 'singular', `a damped step of a system that is not positive definite has the status ${status}`);
      need((await state.inverseBlocks(normal, {}, [[0, 1]])).length === 1, 'without that penalty there is no inverse either');
    },
  },
];

/** Damped steps that were tried, with the quadratic model by hand. `take` accepts one and returns how far the unknowns went. */
async function* dampedSteps(subject: EngineSubject) {
  for (const c of casesFor(subject, 4)) {
    for (const { damping, trainable } of DAMPINGS) {
      const opened = await openCase(subject.engine, c, { trainable });
      const { program, state } = opened;
      const data = await program.bind({ data: c.rows });
      const query = { penalty: await frozenPenalty(opened, c.rows, allPenalties(c.structure, 1e-4)) };
      const before = (await state.read()).network.parameters;
      const { gradient } = await state.gradient(data, query);
      const model = await modelOf(opened, data, query.penalty);
      const trial = await state.tryStep(await state.normal(data, query), damping, data, query);
      const take = async (): Promise<Float64Array> => {
        await state.accept(trial);
        const after = (await state.read()).network.parameters;
        return Float64Array.from(program.layout.parameterOf, (at) => after[at]! - before[at]!);
      };
      yield { name: c.name, opened, data, query, damping, before, gradient, model, trial, take };
    }
  }
}
