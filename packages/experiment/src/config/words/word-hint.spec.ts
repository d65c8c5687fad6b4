import { describe, expect, it } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../../compose/installed.js';
import { readExperiment } from '../read-experiment.js';
import type { ResolvedExperiment } from '../experiment-schema.js';
import { resolveExperiment } from '../resolve-experiment.js';
import { otherNames } from './other-names.js';
import { otherWords } from './other-words.js';
import { plainWord } from './plain-word.js';

const { catalog } = installed(await standardPackages());
const FORMULA = 'dataset: { kind: expression, expression: x1 + x2 }\n';
const TABLE = 'dataset:\n  kind: csv\n  path: a.csv\n  target: y\n';
/** A file with something in each block; `stages` comes last. */
const file = ({ top = '', dataset = FORMULA, network = '', stage = '', last = '' }): string =>
  `knotwork: 1\nname: small\n${top}${dataset}network:\n  widths: [2, 5, 1]\n${network}stages:\n  - kind: fit\n${stage}${last}`;

function resolve(text: string, overrides: readonly string[] = []): ResolvedExperiment {
  return resolveExperiment(readExperiment(text, 'file.yaml'), catalog, overrides);
}

/** What is said behind the list of allowed keys or after what came. */
function hintOf(text: string, overrides: readonly string[] = []): string {
  try { resolve(text, overrides); } catch (error) {
    if (isKnotworkError(error)) return error.message.replace(/^.*?(Allowed: [^.]*\. ?|; got .*?\. )/s, '');
    throw error;
  }
  throw new Error('it was accepted');
}

describe('A word of another library', () => {
  it.each<[string, string, string]>([
    ['lr in a stage whose optimizer has no rate', file({ stage: '    lr: 0.05\n' }),
      '"lr" is "rate" of adam, and levenberg-marquardt at stages.0.optimizer has none: write optimizer: { kind: adam, rate: 0.05 } in stages.0.'],
    ['learning_rate beside the optimizer that has one', file({ stage: '    optimizer: adam\n    learning_rate: 0.05\n' }), '"learning_rate" is stages.0.optimizer.rate here: write optimizer: { kind: adam, rate: 0.05 } in stages.0.'],
    ['lr in that optimizer', file({ stage: '    optimizer: { kind: adam, lr: 0.05 }\n' }), '"lr" is called "rate" here: write rate: 0.05 in stages.0.optimizer.'],
    ['lr in an optimizer that has none', file({ stage: '    optimizer: { kind: l-bfgs, lr: 0.05 }\n' }),
      '"lr" is "rate" of adam, and l-bfgs at stages.0.optimizer has none: write optimizer: { kind: adam, rate: 0.05 } in stages.0.'],
    ['lr at the top of the file', file({ top: 'lr: fast\n' }), '"lr" is "rate" of adam, and levenberg-marquardt at stages.0.optimizer has none: write optimizer: { kind: adam, rate: 0.01 } in stages.0.'],
    ['epochs in a stage', file({ stage: '    epochs: 20\n' }), '"epochs" is called "steps" here: write steps: 20 in stages.0; a step looks at all training rows unless batch says otherwise.'],
    ['epochs in the second stage, which has them in its fit', file({ last: '  - kind: extend-grid\n    levels: [10]\n    epochs: 20\n' }), '"epochs" is stages.1.fit.steps here: write fit: { steps: 20 } in stages.1; a step looks at all training rows unless batch says otherwise.'],
    ['warm_start at the top of the file', file({ top: 'warm_start: true\n' }), '"warm_start" is called "network" here: write network: { from: runs/NAME/ID } at the top level of the file; widths and scales come with it.'],
    ['checkpoint in the network', file({ network: '  checkpoint: runs/a\n' }), '"checkpoint" is network here: write network: { from: runs/a } at the top level of the file; widths and scales come with it.'],
    ['epochs in the network', file({ network: '  epochs: 20\n' }), '"epochs" is stages.0.steps here: write steps: 20 in stages.0; a step looks at all training rows unless batch says otherwise.'],
    ['l1 in a stage', file({ stage: '    l1: 0.01\n' }), '"l1" is called "regularizers" here: write regularizers: [{ kind: activation-l1, strength: 0.01 }] in stages.0.'],
    ['lamb in a regularizer', file({ stage: '    regularizers: [{ kind: entropy, lamb: 0.01 }]\n' }), '"lamb" is called "strength" here: write strength: 0.01 in stages.0.regularizers.0.'],
    ['l2 in a stage', file({ stage: '    l2: 0.01\n' }), '"l2" is "weightDecay" of adamw, and levenberg-marquardt at stages.0.optimizer has none: write optimizer: { kind: adamw, weightDecay: 0.01 } in stages.0.'],
    ['weight_decay for an optimizer that decays', file({ stage: '    optimizer: { kind: adamw, rate: 0.1 }\n    weight_decay: 0.01\n' }), '"weight_decay" is stages.0.optimizer.weightDecay here: write weightDecay: 0.01 in stages.0.optimizer.'],
    ['batch_size in a stage', file({ stage: '    batch_size: 64\n' }), '"batch_size" is called "batch" here: write batch: 64 in stages.0; it is for first-order optimizers such as adam.'],
    ['batch_size that is no number of rows', file({ stage: '    batch_size: 0.5\n' }), '"batch_size" is called "batch" here: write batch: 32 in stages.0; it is for first-order optimizers such as adam.'],
    ['hidden_layers in the network', file({ network: '  hidden_layers: [8, 8]\n' }), '"hidden_layers" is called "widths" here: write widths: [2, 5, 1] in network; widths begin with the number of inputs and end with that of outputs or classes.'],
    ['layers as a list, where the key means another thing', file({ network: '  layers: [2, 7, 1]\n' }), '"layers" is called "widths" here: write widths: [2, 7, 1] in network; widths begin with the number of inputs and end with that of outputs or classes.'],
    ['layers at the top of the file', file({ top: 'layers: [2, 7, 1]\n' }), '"layers" is network.widths here: write widths: [2, 7, 1] in network; widths begin with the number of inputs and end with that of outputs or classes.'],
    ['grid_size in the network, whose basis is a default', file({ network: '  grid_size: 8\n' }), '"grid_size" is network.basis.intervals here: write basis: { kind: b-spline, intervals: 8 } in network.'],
    ['num_intervals in a basis', file({ network: '  basis: { kind: b-spline, num_intervals: 8 }\n' }), 'Did you mean "intervals"?'],
    ['grid_size of a basis that counts modes', file({ network: '  basis: { kind: fourier, grid_size: 8 }\n' }), '"grid_size" is called "modes" here: write modes: 8 in network.basis.'],
    ['grid in the network', file({ network: '  grid: 8\n' }), '"grid" is network.basis.intervals here: write basis: { kind: b-spline, intervals: 8 } in network.'],
    ['grid as a number, where the key means another thing', file({ stage: '    grid: 8\n' }), '"grid" is network.basis.intervals here: write basis: { kind: b-spline, intervals: 8 } in network.'],
    ['k in the network', file({ network: '  k: 2\n' }), '"k" is network.basis.degree here: write basis: { kind: b-spline, degree: 2 } in network; cubic is 3.'],
    ['spline_order in a basis', file({ network: '  basis: { kind: b-spline, spline_order: 2 }\n' }), '"spline_order" is called "degree" here: write degree: 2 in network.basis; cubic is 3.'],
    ['test_size of a table', file({ dataset: `${TABLE}  test_size: 0.3\n` }), '"test_size" is dataset.split.test here: write split: { test: 0.3 } in dataset.'],
    ['test_size of a formula', file({ dataset: 'dataset: { kind: expression, expression: x1 + x2, test_size: 300 }\n' }), '"test_size" is dataset.samples.test here: write samples: { test: 300 } in dataset.'],
    ['random_state of a table', file({ dataset: `${TABLE}  random_state: 7\n` }), '"random_state" is seed here: write seed: 7 at the top level of the file.'],
    ['a criterion of another name', file({ stage: '    criterion: mse\n' }), '"criterion" is called "loss" here: write loss: mean-squared-error in stages.0.'],
    ['activation of a layer of perceptrons', file({ network: '  layer: { kind: mlp }\n  activation: swish\n' }), '"activation" belongs to network.layer: write layer: { kind: mlp, activation: silu } in network.'],
    ['a recipe that is called training', file({ top: 'training: { epochs: 3 }\n' }), '"training" is called "stages" here: write stages: [{ kind: fit }] at the top level of the file.'],
    ['data at the top of the file', file({ top: 'data: cars.csv\n' }), '"data" is called "dataset" here: write dataset: { kind: table, path: cars.csv, target: y } at the top level of the file.'],
  ])('%s is told what it is called and what to type', (_, text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });

  it.each<[string, string]>([
    ['stages.0.lr=0.05', '"lr" is "rate" of adam, and levenberg-marquardt at stages.0.optimizer has none: write \'stages.0.optimizer={ kind: adam, rate: 0.05 }\'.'],
    ['lr=0.05', '"lr" is "rate" of adam, and levenberg-marquardt at stages.0.optimizer has none: write \'stages.0.optimizer={ kind: adam, rate: 0.05 }\'.'],
    ['stages.0.epochs=20', '"epochs" is called "steps" here: write stages.0.steps=20; a step looks at all training rows unless batch says otherwise.'],
    ['network.hidden=[2,9,1]', '"hidden" is called "widths" here: write \'network.widths=[2, 5, 1]\'; widths begin with the number of inputs and end with that of outputs or classes.'],
    ['network.k=2', '"k" is network.basis.degree here: write network.basis.degree=2; cubic is 3.'],
    ['dataset.split.folds=5', '"folds" is dataset.split here: write \'dataset.split={ fold: 1, of: 5 }\'; "of" is the number of folds, and "fold" says which of them has the test rows.'],
    ['network.folds=5', '"folds" belongs to network.widths: write network.widths.folds=5.'],
    ['steps=20', '"steps" belongs to stages.0: write stages.0.steps=20.'],
  ])('in the override %s is answered with an override', (override, hint) => {
    expect(hintOf(file(override.includes('folds') ? { dataset: TABLE } : {}), [override])).toBe(hint);
  });

  it('that is but misspelt is told as such', () => {
    const table = file({ dataset: TABLE });
    expect(hintOf(table.replace('[2, 5, 1]', '{ hidden: [[5]], fold: 5 }'))).toBe('Did you mean "folds"?');
    expect(hintOf(table.replace('[2, 5, 1]', '{ hidden: [[5]] }'), ['network.widths.fold=5'])).toBe('Did you mean "folds"?');
    expect(hintOf(file({ dataset: `${TABLE}  categories: onehot\n` }))).toBe('Did you mean "one-hot"?');
    expect(hintOf(file({ network: '  width: [2, 1]\n' }).replace('  widths: [2, 5, 1]\n', ''))).toBe('Did you mean "widths"?');
    expect(hintOf(file({ stage: '    stepps: 3\n' }))).toBe('Did you mean "steps"?');
  });

  it('that nobody knows is answered with the keys there are', () => {
    expect(hintOf(file({ stage: '    colour: 3\n' }))).toBe('');
  });
});

describe('A key in the wrong block', () => {
  it.each<[string, string, string]>([
    ['steps at the top of the file', file({ top: 'steps: 30\n' }), '"steps" belongs to stages.0: write steps: 30 in stages.0.'],
    ['starts at the top of the file, where stages is two letters away', file({ top: 'starts: { count: 3 }\n' }), '"starts" belongs to stages.0: write starts: { count: 3 } in stages.0.'],
    ['steps in an optimizer', file({ stage: '    optimizer: { kind: adam, steps: 30 }\n' }), '"steps" belongs to stages.0: write steps: 30 in stages.0.'],
    ['smoothing in an extending stage', file({ last: '  - kind: extend-grid\n    levels: [10]\n    smoothing: 0.1\n' }), '"smoothing" belongs to stages.1.fit: write fit: { smoothing: 0.1 } in stages.1.'],
    ['degree in the network', file({ network: '  degree: 2\n' }), '"degree" belongs to network.basis: write basis: { kind: b-spline, degree: 2 } in network.'],
    ['seed in a data set', file({ dataset: `${TABLE}  seed: 2\n` }), '"seed" belongs to the file itself: write seed: 2 at the top level of the file.'],
    ['a grid strategy in the network', file({ network: '  grid: fixed\n' }), '"grid" belongs to stages.0: write grid: fixed in stages.0.'],
    ['patience in a stage', file({ stage: '    patience: 5\n' }), '"patience" belongs to stages.0.stop: write stop: { patience: 5 } in stages.0.'],
  ])('%s is sent home', (_, text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });
});

describe('An option of another plugin of the kind', () => {
  const solved = (dataset: string, stage = ''): string => `knotwork: 1\nname: small\ndataset:\n  kind: domain\n  coordinates: { x: [0, 1] }\n  equations: u_xx = 0\n${dataset}network: { widths: [1, 1] }\nstages:\n  - kind: solve\n${stage}`;

  it.each<[string, string, string]>([
    ['batch in a stage that takes all points, though streams have one', solved('', '    batch: 16\n'), '"batch" is an option of fit, sparsify, and solve has none. Leave it out.'],
    ['grid, which may mean intervals, with the name of a strategy', solved('', '    grid: moving\n'), '"grid" is an option of fit, sparsify, and solve has none. Leave it out.'],
    ['split in a data set without rows', solved('  split: { test: 0.2 }\n'), '"split" is an option of csv, table, and domain has none. Leave it out.'],
    ['intervals in a basis without grid', file({ network: '  basis: { kind: fourier, intervals: 5 }\n' }), '"intervals" is an option of b-spline, gaussian-rbf, relu-power, shared-spline, tanh-bump, and fourier has none. Leave it out.'],
    ['momentum in an optimizer by normal equations', file({ stage: '    optimizer: { kind: levenberg-marquardt, momentum: 0.9 }\n' }), '"momentum" is an option of sgd, and levenberg-marquardt has none. Leave it out.'],
    ['batch in a stage beside one that has it', file({ last: '  - kind: solve\n    batch: 16\n' }), '"batch" belongs to stages.0: write batch: 16 in stages.0; it is for first-order optimizers such as adam.'],
    ['what is a letter away from a key', solved('', '    level: [10]\n'), 'Did you mean "levels"?'],
  ])('is left out: %s', (_, text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });

  it.each<[string, string, string]>([
    ['pde', solved('  pde: u_x = 0\n'), '"pde" is called "equations" here: write equations: "u_x = 0" in dataset.'],
    ['boundary', solved('  boundary_conditions: u = 0\n'), '"boundary_conditions" is called "conditions" here: write conditions: [{ on: boundary, equation: u = 0 }] in dataset.'],
    ['initial', solved('  initial: { u: 0 }\n'), '"initial" is called "conditions" here: write conditions: [{ on: t=0, equation: u = 0 }] in dataset.'],
    ['domain', solved('  domain: { t: [0, 1] }\n'), '"domain" is called "coordinates" here: write coordinates: { t: [0, 1] } in dataset.'],
    ['n_collocation', solved('  n_collocation: 500\n'), '"n_collocation" is dataset.points.inside here: write points: { inside: 500 } in dataset.'],
    ['exact_solution', solved('  exact_solution: x^2\n'), '"exact_solution" is called "reference" here: write reference: x^2 in dataset.'],
    ['measurements', solved('  measurements: a.csv\n'), '"measurements" is called "measured" here: write measured: [{ path: measured.csv }] in dataset.'],
    ['rba', solved('', '    rba: true\n'), '"rba" is called "balance" here: write balance: { points: quadratic } in stages.0.'],
    ['loss_weights', solved('', '    loss_weights: adaptive\n'), '"loss_weights" is called "balance" here: write balance: { blocks: gradients } in stages.0.'],
    ['causal_training', solved('', '    causal_training: true\n'), '"causal_training" is called "causal" here: write causal: { along: t } in stages.0.'],
    ['resample', solved('', '    resample: 10\n'), '"resample" is called "draw" here: write draw: { every: 10 } in stages.0.'],
  ])('and words for equations are told: %s', (_, text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });
});

describe('A name of another library', () => {
  it.each<[string, string, string]>([
    ['mse', file({ stage: '    loss: mse\n' }), '"mse" is called "mean-squared-error" here.'],
    ['mae', file({ stage: '    loss: MAE\n' }), '"MAE" is called "mean-absolute-error" here.'],
    ['ce', file({ stage: '    loss: { kind: ce }\n' }), '"ce" is called "cross-entropy" here.'],
    ['LBFGS', file({ stage: '    optimizer: LBFGS\n' }), 'Did you mean "l-bfgs"?'],
    ['AdamW', file({ stage: '    optimizer: AdamW\n' }), 'Did you mean "adamw"?'],
    ['spline', file({ network: '  basis: spline\n' }), '"spline" is called "b-spline" here.'],
    ['l1', file({ stage: '    regularizers: [l1]\n' }), '"l1" is called "activation-l1" here.'],
  ])('%s is told what it is called', (_, text, hint) => {
    expect(hintOf(text)).toMatch(new RegExp(`${hint.replace(/[?.]/g, '\\$&')}$`));
  });

  it('under another key than kind is told so', () => {
    expect(hintOf(file({ stage: '    optimizer: { name: adam, rate: 0.1 }\n' }))).toMatch(/ Write kind: adam in place of name\.$/);
  });
});

describe('A value that is refused', () => {
  it.each<[string, string, string]>([
    ['a word for nothing', file({ stage: '    smoothing: none\n' }), 'Write 0 for none.'],
    ['false', file({ dataset: 'dataset: { kind: expression, expression: x1 + x2, noise: false }\n' }), 'Write 0 for none.'],
    ['such a word for a number that cannot be 0', file({ stage: '    steps: none\n' }), 'Leave it out for the default, 100.'],
    ['such a word for a whole number', file({ top: 'seed: none\n' }), 'Leave it out for the default, 0.'],
    ['a word in place of a number whose default depends on the file', file({ stage: '    smoothing: high\n' }), 'Leave it out for the default.'],
    ['a number whose default depends on the file', file({ stage: '    starts: { steps: 0 }\n' }), 'Leave it out for the default.'],
    ['a number whose default is the same in all files', file({ stage: '    starts: { count: 0 }\n' }), 'Leave it out for the default, 8.'],
  ])('is answered with what stands for it: %s', (_, text, hint) => {
    expect(hintOf(text)).toBe(hint);
  });
});

describe('The tables of words', () => {
  it('have no word twice, and none that hides behind a name that is installed', () => {
    const words = otherWords.flatMap((entry) => entry.words.map(plainWord));
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
    for (const [kind, names] of Object.entries(otherNames)) {
      const all = Object.values(names).flat().map(plainWord);
      expect([kind, all.filter((name, i) => all.indexOf(name) !== i)]).toEqual([kind, []]);
      const ours = catalog.list(kind as 'basis').map(({ definition }) => definition.name);
      expect([kind, Object.keys(names).filter((name) => !ours.includes(name)), all.filter((name) => ours.map(plainWord).includes(name))]).toEqual([kind, [], []]);
    }
  });

  it('lead to files that are right: what a hint says to type is taken', () => {
    const blocks: Readonly<Record<string, { file: string; path: string }>> = {
      file: { file: file({}), path: '' }, network: { file: file({}), path: 'network.' }, stage: { file: file({}), path: 'stages.0.' },
      table: { file: file({ dataset: TABLE }), path: 'dataset.' }, formula: { file: file({}), path: 'dataset.' },
      basis: { file: file({}), path: 'network.basis.' }, optimizer: { file: file({}), path: 'stages.0.optimizer.' },
    };
    let followed = 0;
    for (const { words } of otherWords) {
      for (const [block, { file: text, path }] of Object.entries(blocks)) {
        const word = words[0]!;
        let said: string;
        // A word that is a key there needs no hint.
        try { said = hintOf(text, [`${path}${word}=null`]); } catch { continue; }
        const override = /: write ('.*?'|\S+?)(; |\.$)/.exec(said)?.[1]!.replace(/^'(.*)'$/, '$1');
        if (override === undefined) continue;
        followed++;
        expect([block, word, override, refusalOf(text, override)]).toEqual([block, word, override, null]);
      }
    }
    expect(followed).toBeGreaterThan(150);
  });
});

function refusalOf(text: string, override: string): string | null {
  try { resolve(text, [override]); } catch (error) { return (error as Error).message; }
  return null;
}
