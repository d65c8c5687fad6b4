import type { Kind } from '@knotwork/plugin';

/** What a word of another library is called in an experiment file. */
export interface Meaning {
  /** What has the key: a plugin of a kind, or the file itself. */
  readonly of: Kind | 'file';
  /** Path of the key within that block, such as `rate` or `split.test`. */
  readonly key: string;
  /** A value of the form that the key takes; a value of the file of the same form stands in its place. */
  readonly example: unknown;
  /** The plugin to name where the one that is named has no such key. */
  readonly with?: string;
  /** How the value is written, with VALUE in its place, or whatever was given; as it is, if left out. */
  readonly write?: string;
  /** What else should be known, behind a semicolon. */
  readonly note?: string;
}

const WIDTHS = { of: 'file', key: 'network.widths', note: 'widths begin with the number of inputs and end with that of outputs or classes' } as const;
const STRENGTH = { of: 'regularizer', key: 'strength', example: 1e-3 } as const;
const penalty = (kind: string): Meaning => ({ of: 'stage', key: 'regularizers', example: 1e-3, write: `[{ kind: ${kind}, strength: VALUE }]` });

/**
 * Words that people bring from scikit-learn, PyTorch, Keras and the KAN libraries, and what they mean here, the likeliest first. Case, `_` and `-` do
 * not count. A word that is a key of Knotwork, too, stands here only where it may not mean that key.
 */
export const otherWords: readonly { readonly words: readonly string[]; readonly meanings: readonly Meaning[] }[] = [
  { words: ['lr', 'learning_rate', 'learning_rate_init', 'eta', 'step_size'], meanings: [{ of: 'optimizer', key: 'rate', example: 1e-2, with: 'adam' }] },
  { words: ['weight_decay', 'l2', 'l2_regularization'], meanings: [{ of: 'optimizer', key: 'weightDecay', example: 1e-2, with: 'adamw' }] },
  { words: ['momentum'], meanings: [{ of: 'optimizer', key: 'momentum', example: 0.9, with: 'sgd' }] },
  { words: ['nesterov'], meanings: [{ of: 'optimizer', key: 'nesterov', example: true, with: 'sgd' }] },
  { words: ['scheduler', 'lr_scheduler', 'lr_schedule', 'schedule', 'lr_decay'], meanings: [{ of: 'optimizer', key: 'decay', example: 'cosine', with: 'adam' }] },
  { words: ['warmup_steps', 'warm_up', 'num_warmup_steps'], meanings: [{ of: 'optimizer', key: 'warmup', example: 100, with: 'adam' }] },
  {
    words: ['epochs', 'epoch', 'n_epochs', 'num_epochs', 'max_epochs', 'iterations', 'iters', 'n_iter', 'max_iter', 'n_steps', 'num_steps', 'max_steps', 'train_steps'],
    meanings: [{ of: 'stage', key: 'steps', example: 100, note: 'a step looks at all training rows unless batch says otherwise' }],
  },
  { words: ['batch', 'batch_size', 'minibatch', 'minibatch_size', 'bs'], meanings: [{ of: 'stage', key: 'batch', example: 32, note: 'it is for first-order optimizers such as adam' }] },
  { words: ['early_stopping', 'n_iter_no_change', 'early_stop'], meanings: [{ of: 'stage', key: 'stop.patience', example: 20 }] },
  { words: ['grad_clip', 'clip_grad', 'clip_grad_norm', 'max_grad_norm', 'clipnorm', 'gradient_clipping'], meanings: [{ of: 'stage', key: 'clip', example: 1, note: 'it is for first-order optimizers such as adam' }] },
  { words: ['criterion', 'loss_fn', 'loss_function', 'objective', 'cost'], meanings: [{ of: 'stage', key: 'loss', example: 'huber' }] },
  { words: ['opt', 'solver', 'method', 'optim'], meanings: [{ of: 'stage', key: 'optimizer', example: 'adam' }] },
  { words: ['restarts', 'n_restarts', 'n_init', 'n_starts'], meanings: [{ of: 'stage', key: 'starts.count', example: 8 }] },
  { words: ['l1', 'lamb', 'lambda', 'lamb_l1', 'l1_reg', 'reg', 'regularization', 'penalty', 'regularize_activation'], meanings: [penalty('activation-l1'), STRENGTH] },
  { words: ['lamb_entropy', 'regularize_entropy', 'entropy'], meanings: [penalty('entropy')] },
  { words: ['alpha', 'lamb_coef', 'lamb_coefdiff', 'smoothness', 'smoothing_factor'], meanings: [{ of: 'stage', key: 'smoothing', example: 1e-4 }, STRENGTH] },
  { words: ['grid_update', 'update_grid', 'grid_update_num', 'grid_update_freq', 'grid_update_every', 'update_grid_every'], meanings: [{ of: 'grid', key: 'every', example: 3 }] },
  { words: ['grid_eps'], meanings: [{ of: 'grid', key: 'uniformBlend', example: 0.02, with: 'quantile' }] },
  { words: ['stop_grid_update_step'], meanings: [{ of: 'grid', key: 'until', example: 0.5, write: '0.5', note: 'it is a share of the steps' }] },
  { words: ['refine', 'grid_extension', 'grids'], meanings: [{ of: 'file', key: 'stages', example: [10, 20], write: '[{ kind: fit }, { kind: extend-grid, levels: VALUE }]' }] },
  { words: ['grid', 'grid_size', 'num', 'num_intervals', 'n_intervals', 'num_grids', 'n_grids', 'grid_points', 'num_knots', 'n_knots', 'num_basis', 'resolution', 'g'],
    meanings: [{ of: 'basis', key: 'intervals', example: 5 }, { of: 'basis', key: 'degree', example: 5 }, { of: 'basis', key: 'modes', example: 5 }] },
  { words: ['k', 'order', 'spline_order', 'spline_degree', 'p', 'spline_k'], meanings: [{ of: 'basis', key: 'degree', example: 3, note: 'cubic is 3' }] },
  { words: ['base_fun', 'base_activation', 'base_function', 'activation', 'activation_function', 'residual'],
    meanings: [{ of: 'layer', key: 'activation', example: 'silu' }, { of: 'edge', key: 'base', example: 'silu' }] },
  { words: ['noise_scale', 'init_scale', 'scale_noise'], meanings: [{ of: 'initializer', key: 'amplitude', example: 0.3, with: 'small' }] },
  { words: ['layers', 'layer_sizes', 'layers_hidden', 'width', 'dims', 'architecture', 'sizes', 'shape', 'n_nodes'],
    meanings: [{ ...WIDTHS, example: [2, 5, 1] }] },
  { words: ['hidden_layers', 'hidden', 'hidden_sizes', 'hidden_dims', 'hidden_layer_sizes', 'n_hidden', 'hidden_dim', 'hidden_size', 'units', 'hidden_units', 'neurons', 'num_layers', 'n_layers', 'depth'],
    meanings: [{ ...WIDTHS, example: [2, 5, 1], write: '[2, 5, 1]' }] },
  { words: ['test_size', 'test_split', 'test_share', 'test_fraction', 'test_ratio', 'holdout', 'test'],
    meanings: [{ of: 'dataset', key: 'split.test', example: 0.2 }, { of: 'dataset', key: 'samples.test', example: 1000 }] },
  { words: ['n_splits', 'folds', 'n_folds', 'num_folds', 'k_fold', 'k_folds', 'kfold_splits', 'cv'],
    meanings: [{ of: 'dataset', key: 'split', example: 5, write: '{ fold: 1, of: VALUE }', note: '"of" is the number of folds, and "fold" says which of them has the test rows' }] },
  { words: ['validation_split', 'val_split', 'validation_size', 'val_size', 'validation_fraction', 'validation_share', 'val', 'valid', 'validation'],
    meanings: [{ of: 'dataset', key: 'split.validation', example: 0.2 }, { of: 'dataset', key: 'samples.validation', example: 500 }] },
  { words: ['n_samples', 'num_samples', 'train_num', 'n_train', 'train_size', 'train'], meanings: [{ of: 'dataset', key: 'samples.train', example: 1000 }] },
  { words: ['test_num', 'n_test'], meanings: [{ of: 'dataset', key: 'samples.test', example: 1000 }] },
  { words: ['y', 'label', 'labels', 'target_column', 'label_column', 'response', 'targets', 'outcome', 'output', 'outputs', 'dependent'],
    meanings: [{ of: 'dataset', key: 'target', example: 'y' }] },
  { words: ['x', 'features', 'feature_columns', 'columns', 'predictors', 'feature_names', 'usecols'], meanings: [{ of: 'dataset', key: 'inputs', example: ['x1', 'x2'] }] },
  { words: ['file', 'file_name', 'csv', 'csv_path', 'data_path', 'file_path', 'url', 'source'],
    meanings: [{ of: 'dataset', key: 'path', example: 'table.csv' }, { of: 'file', key: 'dataset', example: 'table.csv', write: '{ kind: table, path: VALUE, target: y }' }] },
  { words: ['sep', 'separator', 'delim'], meanings: [{ of: 'dataset', key: 'delimiter', example: ';' }] },
  { words: ['normalize', 'normalise', 'normalization', 'standardise', 'scale', 'scaler', 'scaling', 'normalize_input'], meanings: [{ of: 'dataset', key: 'standardize', example: true }] },
  { words: ['normalize_target', 'normalize_label', 'scale_targets', 'normalize_y', 'standardize_target'], meanings: [{ of: 'file', key: 'standardizeTargets', example: true }] },
  { words: ['problem', 'problem_type', 'objective_type', 'mode', 'classification', 'regression'],
    meanings: [{ of: 'dataset', key: 'task', example: 'classification' }] },
  { words: ['formula', 'function', 'func', 'f', 'equation'], meanings: [{ of: 'dataset', key: 'expression', example: 'sin(pi * x1) + x2^2' }, { of: 'dataset', key: 'equations', example: 'u_t = u_xx' }] },
  { words: ['pde', 'pdes', 'ode', 'eq', 'eqs', 'residuals'], meanings: [{ of: 'dataset', key: 'equations', example: 'u_t = u_xx' }] },
  { words: ['boundary', 'boundaries', 'bc', 'bcs', 'boundary_condition', 'boundary_conditions', 'dirichlet', 'neumann'], meanings: [{ of: 'dataset', key: 'conditions', example: 'u = 0', write: '[{ on: boundary, equation: u = 0 }]' }] },
  { words: ['ic', 'ics', 'initial', 'initial_condition', 'initial_conditions', 'initial_value'], meanings: [{ of: 'dataset', key: 'conditions', example: 'u = 0', write: '[{ on: t=0, equation: u = 0 }]' }] },
  { words: ['domain', 'box', 'geometry', 'variables'], meanings: [{ of: 'dataset', key: 'coordinates', example: { x: [-1, 1] } }] },
  { words: ['collocation', 'collocation_points', 'n_collocation', 'n_points', 'num_points', 'num_domain', 'n_f'], meanings: [{ of: 'dataset', key: 'points.inside', example: 1600 }] },
  { words: ['boundary_points', 'num_boundary', 'n_boundary', 'n_b', 'num_initial', 'n_initial'], meanings: [{ of: 'dataset', key: 'points.face', example: 100 }] },
  { words: ['solution', 'exact', 'exact_solution', 'analytic', 'analytical', 'true_solution', 'u_exact'], meanings: [{ of: 'dataset', key: 'reference', example: 'sin(pi*x)' }] },
  { words: ['observations', 'observed', 'measurements', 'measurement'], meanings: [{ of: 'dataset', key: 'measured', example: null, write: '[{ path: measured.csv }]' }] },
  { words: ['resample', 'resample_every', 'rar', 'adaptive_sampling'], meanings: [{ of: 'stage', key: 'draw', example: 10, write: '{ every: 10 }' }] },
  { words: ['rba', 'residual_attention', 'attention', 'self_adaptive', 'sa_weights', 'point_weights', 'vrba'], meanings: [{ of: 'stage', key: 'balance', example: null, write: '{ points: quadratic }' }] },
  { words: ['grad_norm', 'loss_balancing', 'loss_weights', 'adaptive_weights', 'weighting', 'lambda_update', 'relobralo'], meanings: [{ of: 'stage', key: 'balance', example: null, write: '{ blocks: gradients }' }] },
  { words: ['causality', 'causal_weights', 'causal_training', 'use_causal'], meanings: [{ of: 'stage', key: 'causal', example: null, write: '{ along: t }' }] },
  { words: ['range', 'ranges', 'bounds', 'limits', 'interval', 'domains', 'grid_range'], meanings: [{ of: 'dataset', key: 'domain', example: [-1, 1] }, { of: 'dataset', key: 'coordinates', example: { x: [-1, 1] } }] },
  { words: ['random_state', 'random_seed', 'rng', 'rng_seed', 'seeds', 'manual_seed'], meanings: [{ of: 'file', key: 'seed', example: 1 }] },
  { words: ['dtype', 'precision', 'float'], meanings: [{ of: 'engine', key: 'precision', example: 'float32', with: 'native' }] },
  { words: ['data', 'dataframe', 'training_data'], meanings: [{ of: 'file', key: 'dataset', example: 'table.csv', write: '{ kind: table, path: VALUE, target: y }' }] },
  { words: ['fit', 'training', 'trainer', 'train_params', 'recipe', 'stage'], meanings: [{ of: 'file', key: 'stages', example: null, write: '[{ kind: fit }]' }] },
  { words: ['warm_start', 'pretrained', 'checkpoint', 'from_checkpoint', 'init_from', 'resume_from', 'load_from', 'start_from', 'initial_network'],
    meanings: [{ of: 'file', key: 'network', example: 'runs/NAME/ID', write: '{ from: VALUE }', note: 'widths and scales come with it' }] },
  { words: ['model', 'net', 'kan'], meanings: [{ of: 'file', key: 'network', example: [2, 5, 1], write: '{ widths: VALUE }' }] },
];
