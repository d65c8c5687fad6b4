import { KnotworkError } from '@knotwork/plugin';

export function badOptions(kind: string, name: string, reason: string): KnotworkError {
  return new KnotworkError('input', `The options of ${kind} "${name}" do not fit: ${reason}. "knotwork plugins show ${kind} ${name}" lists its options.`, { plugin: `${kind} ${name}` });
}

export function badFile(what: string, reason: string): KnotworkError {
  return new KnotworkError('input', `${what} is not a saved network: ${reason}. Save it again, or take the files from where they are whole.`);
}

export function laterFile(what: string, reason: string): KnotworkError {
  return new KnotworkError('input', `${what} was saved by a later version: ${reason}. Install the version that saved it, or a later one.`);
}

export function changedFiles(): KnotworkError {
  return new KnotworkError('input', 'network.json and network.safetensors are not as they were saved: one of them is damaged, was changed, or belongs to another network. '
    + 'Take both from where they are whole. After a change by hand that is meant, take "checksum" out of network.json.');
}

/** @param remedy a sentence, where it is not an experiment file that names packages */
export function missingPlugin(title: string, name: string, version: string, cause: unknown, remedy = 'Install it and name it under "plugins".'): KnotworkError {
  return new KnotworkError('input', `The network needs the ${title} of the package ${name} ${version}, which is not installed. ${remedy}`, { plugin: title, cause });
}

export function partlyDefined(name: string, [from, to]: readonly [number, number]): KnotworkError {
  const where = to === Infinity ? `above ${from}` : from === -Infinity ? `below ${to}` : `from ${Number(from.toPrecision(5))} to ${Number(to.toPrecision(5))}`;
  return new KnotworkError('input', `A base function or an activation is given any number, and "${name}" is used ${where} alone. Take one that is defined everywhere, such as "silu".`);
}

export function notAffine(input: string, kind: string): KnotworkError {
  return new KnotworkError('capability', `An objective in the user's units must read inputs that are scaled alike everywhere; the map of "${input}" is ${kind}. Give the data set standardize: true or false, or write the objective in network units.`);
}

export function tooManyEdges(layer: number, inputs: number, sums: number, most: number): KnotworkError {
  return new KnotworkError('capability', `Layer ${layer} joins ${inputs} inputs with ${sums} sums, and a layer may have ${most} such pairs. Make it narrower, or put a narrow layer before it.`);
}

export function badEdge(layer: number, from: number, to: number): KnotworkError {
  return new KnotworkError('input', `Layer ${layer} names the edge from ${from} to ${to}, which it does not have. Remove that pair.`, { edge: { layer, from, to } });
}

export function cannotExtend(bases: readonly string[]): KnotworkError {
  const subject = bases.length === 1 ? `The basis "${bases[0]!}" has` : `The bases ${bases.map((name) => `"${name}"`).join(', ')} have`;
  return new KnotworkError('capability', `${subject} no resolution that can be raised. Leave out the stage extend-grid or choose another basis.`, { plugin: `basis ${bases.join(', ')}` });
}

export function needsEvenKnots(layer: number, basis: string): KnotworkError {
  return new KnotworkError('input', `Layer ${layer} asks for knots of their own, and the basis "${basis}" takes the number of an interval for its position. Leave out "knots", or write the basis with grid.knot.`);
}

export function noIntervals(layer: number, basis: string): KnotworkError {
  return new KnotworkError('input', `Layer ${layer} asks for knots of their own, and the basis "${basis}" has no grid of intervals. Leave out "knots", or choose a basis such as b-spline.`);
}

export function wrongParameterCount(expected: number, got: number): KnotworkError {
  return new KnotworkError('input', `The network's specification asks for ${expected} parameters; got ${got}. Specification and parameters belong to different networks.`);
}

export function brokenBasis(basis: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The basis "${basis}" breaks its contract: ${reason}.`, { plugin: `basis ${basis}` });
}

export function brokenLayer(layer: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The layer "${layer}" breaks its contract: ${reason}.`, { plugin: `layer ${layer}` });
}

export function wrongInitialCount(initializer: string, what: string, shape: readonly number[], got: number): KnotworkError {
  return new KnotworkError('plugin', `The initializer "${initializer}" breaks its contract: ${what} must be as many numbers as [${shape.join('][')}] has; it returned ${got}.`, { plugin: `initializer ${initializer}` });
}
