import { blockProgram, derivatives, type Expr, formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import { callPlugin, type LossDefinition, type Samples } from '@knotwork/plugin';
import { need, needClose, ROUNDING } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { kitNetwork } from '../kit/kit-network.js';
import { normalized } from '../network/normalized-update.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { areSameExpressions } from '../kit/same-expressions.js';
import { objectiveOf, withClasses } from '../subjects/plugin-objective.js';

export type LossSubject = Subject<LossDefinition>;

/** Outputs that losses are made for: one where there are no classes, and three. */
const widthsOf = ({ definition }: LossSubject): number[] => (definition.task === 'classification' ? [2, 3] : [1, 3]);
/** Differences of step 1e-5 in numbers near one, away from kinks. */
const STEP = 1e-5;
const SLOPE = 1e-6;
/** Residuals of a diverging network; squares of them are still numbers. */
const LARGE = [1e2, 1e6, 1e100];

const isClassification = { text: "`task: 'classification'`", isMade: ({ definition }: LossSubject) => definition.task === 'classification' };
const isNotClassification = { text: "`task` left out or `'regression'`", isMade: ({ definition }: LossSubject) => definition.task !== 'classification' };

/** All checks of losses. */
export const lossChecks: readonly PluginCheck<LossSubject>[] = [
  ...optionChecks<LossSubject>((subject, options) => {
    for (const width of widthsOf(subject)) for (const [y, t] of samplesOf(subject, width)) need(Number.isFinite(lossAt(subject, options, y, t)), 'the loss is not finite');
  }),
  {
    name: 'the formula is pure and has the declared form',
    how: '`residuals` gives one residual at least, `loss` one number; the same expressions when asked again, of outputs and targets alone.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const width of widthsOf(subject)) {
          const [a, b] = [rootsOf(subject, options, width), rootsOf(subject, options, width)];
          need(areSameExpressions(a, b), `${titled(subject.definition, options)} gives another formula when asked again`);
          need(subject.definition.form === 'loss' ? a.length === 1 : a.length >= 1, `${titled(subject.definition, options)}: ${a.length} expressions for the form "${subject.definition.form}"`);
          formula(namesOf(width), named(a));
        }
      }
    },
  },
  {
    name: 'the target is the minimum',
    how: 'At outputs equal to targets the loss is no larger than at any of a hundred others, near and far, and its slope there is a number; it grows along every direction away.',
    claim: isNotClassification,
    run: (subject) => {
      const stream = randomStream(7, 'loss');
      for (const options of subject.sets) {
        for (const width of widthsOf(subject)) {
          for (let k = 0; k < 100; k++) {
            const t = Array.from({ length: width }, () => stream.uniform(-2, 2));
            const direction = t.map(() => stream.normal());
            const at = (distance: number): number => lossAt(subject, options, t.map((v, q) => v + distance * direction[q]!), t);
            const distance = 10 ** stream.uniform(-3, 2);
            const what = `${titled(subject.definition, options)} for the targets [${t.map((v) => v.toPrecision(3)).join(', ')}]`;
            for (const slope of slopesAt(subject, options, t, t)) need(Number.isFinite(slope), `${what}: the slope at the target is ${slope}`);
            need(at(0) <= at(distance), `${what}: ${at(0)} at the target, ${at(distance)} elsewhere`);
            need(at(distance) < at(4 * distance), `${what}: ${at(distance)} at a distance, ${at(4 * distance)} at four times that`);
          }
        }
      }
    },
  },
  {
    name: 'the loss falls as the output of the right class grows',
    how: 'From equal scores it falls with that of the right class and rises with every other; scores from -5 to 5, exchanged so that the right class gets the largest, lower it.',
    claim: isClassification,
    run: (subject) => {
      for (const options of subject.sets) {
        const what = titled(subject.definition, options);
        for (const width of widthsOf(subject)) {
          for (const [y, t] of samplesOf(subject, width)) {
            const right = t.indexOf(1);
            const equal = y.map(() => y[0]!);
            // A tenth: losses that smooth their labels want the right class ahead, but not without bound.
            y.forEach((_, q) => {
              const [before, grown] = [lossAt(subject, options, equal, t), lossAt(subject, options, equal.map((v, j) => (j === q ? v + 0.1 : v)), t)];
              need(q === right ? grown < before : grown > before, `${what}: all scores are ${y[0]}, output ${q} grows, class ${right} is right, and the loss goes from ${before} to ${grown}`);
            });
            const best = y.indexOf(Math.max(...y));
            if (best === right) continue;
            const exchanged = y.map((v, q) => (q === right ? y[best]! : q === best ? y[right]! : v));
            need(lossAt(subject, options, exchanged, t) < lossAt(subject, options, y, t), `${what}: the loss does not fall when class ${right}, which is right, gets the largest of the scores [${y.map((v) => v.toPrecision(3)).join(', ')}]`);
          }
        }
      }
    },
  },
  {
    name: 'slopes and curvatures agree with differences',
    how: 'First and second derivatives in every output, at outputs near and far from targets, against central differences.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const width of widthsOf(subject)) {
          for (const [y, t] of samplesOf(subject, width)) requireSlopes(subject, options, y, t);
        }
      }
    },
  },
  {
    name: 'residuals of a diverging network give finite slopes',
    how: 'Outputs of a hundred, a million and 1e100: value (up to 1e100) and slope are numbers.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const size of LARGE) {
          const width = widthsOf(subject).at(-1)!;
          for (const sign of [1, -1]) {
            const y = Array.from({ length: width }, (_, q) => (q === 0 ? sign * size : 0.1 * q));
            const t = Array.from({ length: width }, (_, q) => (q === 1 ? 1 : 0));
            need(Number.isFinite(lossAt(subject, options, y, t)), `${titled(subject.definition, options)} is ${lossAt(subject, options, y, t)} for an output of ${sign * size}`);
            for (const slope of slopesAt(subject, options, y, t)) need(Number.isFinite(slope), `${titled(subject.definition, options)} has a slope of ${slope} for an output of ${sign * size}`);
          }
        }
      }
    },
  },
  {
    name: 'outputs are exchangeable',
    how: 'Outputs and targets in another order, together, give the same loss: none of them is special.',
    run: (subject) => {
      for (const options of subject.sets) {
        for (const [y, t] of samplesOf(subject, 3)) {
          const turned = lossAt(subject, options, [y[2]!, y[0]!, y[1]!], [t[2]!, t[0]!, t[1]!]);
          needClose([turned], [lossAt(subject, options, y, t)], ROUNDING, titled(subject.definition, options));
        }
      }
    },
  },
  {
    name: 'an engine computes the loss of its declared form, whatever the order of rows',
    how: 'Half the mean square of residuals, or the mean of the loss, by hand over the outputs of a network; rows in reverse give the same.',
    run: async (subject) => {
      const width = widthsOf(subject).at(-1)!;
      for (const options of subject.sets) {
        const { program, state, rows } = await openWith(subject, options, width);
        const data = await program.bind({ data: rows });
        const outputs = await state.outputs(data);
        const row = (s: Samples, n: number): number[] => [...s.values.subarray(n * s.width, (n + 1) * s.width)];
        const each = Array.from({ length: outputs.count }, (_, n) => lossAt(subject, options, row(outputs, n), row(rows.targets, n)));
        const mean = each.reduce((sum, v) => sum + v, 0) / each.length;
        const { value } = await state.value(data);
        needClose([value], [mean], ROUNDING, `${titled(subject.definition, options)}: the engine's value ${value} and that by hand ${mean}`);
        const back = await program.bind({ data: { inputs: backwards(rows.inputs), targets: backwards(rows.targets) } });
        needClose([(await state.value(back)).value], [value], ROUNDING, `${titled(subject.definition, options)}, rows in reverse`);
      }
    },
  },
  {
    name: 'a network trains',
    how: 'A hundred first-order steps lower the loss.',
    run: async (subject) => {
      const { program, state, rows } = await openWith(subject, subject.sets[0]!, widthsOf(subject).at(-1)!);
      const data = await program.bind({ data: rows });
      const before = (await state.value(data)).value;
      await state.steps(100, data, { first: 1, total: 100 });
      const after = await state.value(data);
      need(after.status === 'ok' && after.value < before, `${subject.definition.name}: from ${before} to ${after.value} in a hundred steps`);
    },
  },
];

const range = (width: number): number[] => Array.from({ length: width }, (_, q) => q);
const namesOf = (width: number): string[] => [...range(width).map((q) => `y${q}`), ...range(width).map((q) => `t${q}`)];
const named = (roots: readonly Expr[]): Record<string, Expr> => Object.fromEntries(roots.map((r, k) => [`r${k}`, r]));
const rootsOf = ({ definition }: LossSubject, options: Options, width: number): readonly Expr[] => (
  callPlugin(definition, 'formula', () => definition.formula(range(width).map((q) => input(`y${q}`)), range(width).map((q) => input(`t${q}`)), options), namesOf(width))
);

/** The loss as one expression: half the mean square of residuals per output of the formula, or the formula itself. */
function lossOf(subject: LossSubject, options: Options, width: number): Expr {
  const roots = rootsOf(subject, options, width);
  return subject.definition.form === 'loss' ? roots[0]! : roots.map((r) => r.square()).reduce((a, b) => a.add(b)).mul(0.5 / roots.length);
}

function valuesAt(e: readonly Expr[], y: readonly number[], t: readonly number[]): number[] {
  const program = blockProgram(formula(namesOf(y.length), named(e)), 1);
  [...y, ...t].forEach((v, k) => { program.inputs[k]![0] = v; });
  program.run(1);
  return program.outputs.map((column) => column[0]!);
}

const lossAt = (subject: LossSubject, options: Options, y: readonly number[], t: readonly number[]): number => valuesAt([lossOf(subject, options, y.length)], y, t)[0]!;

/** First derivatives: of the residuals or of the loss, one for each of them and each output. */
function slopesAt(subject: LossSubject, options: Options, y: readonly number[], t: readonly number[]): number[] {
  const roots = rootsOf(subject, options, y.length);
  return valuesAt(range(y.length).flatMap((q) => derivatives(roots, `y${q}`)), y, t);
}

function requireSlopes(subject: LossSubject, options: Options, y: readonly number[], t: readonly number[]): void {
  const loss = lossOf(subject, options, y.length);
  for (const q of range(y.length)) {
    const first = derivatives([loss], `y${q}`)[0]!;
    const second = derivatives([first], `y${q}`)[0]!;
    for (const [e, d, order] of [[loss, first, 1], [first, second, 2]] as const) {
      const at = (by: number): number => valuesAt([e], y.map((v, j) => (j === q ? v + by : v)), t)[0]!;
      const difference = (at(STEP) - at(-STEP)) / (2 * STEP);
      const derivative = valuesAt([d], y, t)[0]!;
      const scale = Math.max(1, Math.abs(derivative), Math.abs(at(0)));
      need(Math.abs(derivative - difference) <= SLOPE * scale, `${titled(subject.definition, options)}: derivative ${order} in output ${q} is ${derivative}, by differences ${difference}`);
    }
  }
}

/** Outputs and targets: numbers, or scores and the right class. */
function samplesOf({ definition }: LossSubject, width: number): [number[], number[]][] {
  const stream = randomStream(3, 'samples');
  return Array.from({ length: 12 }, (_, k) => {
    const y = range(width).map(() => stream.uniform(-5, 5));
    return [y, range(width).map((q) => (definition.task === 'classification' ? Number(q === k % width) : stream.uniform(-2, 2)))];
  });
}

async function openWith(subject: LossSubject, options: Options, width: number) {
  const c = kitNetwork(subject, [2, width], {});
  const objective = objectiveOf(subject.definition, options, width);
  const { program, state } = await openCase(subject.setup.engine, c, { objective, parameters: 'trainable', update: normalized(0.02) });
  return { program, state, rows: subject.definition.task === 'classification' ? withClasses(c.rows) : c.rows };
}

function backwards({ count, width, values }: Samples): Samples {
  return { count, width, values: values.map((_, k) => values[(count - 1 - Math.floor(k / width)) * width + k % width]!) };
}
