import { KnotworkError } from '@knotwork/plugin';

/** A plugin of a kind that this version does not have. */
export function unknownKind(kind: string, name: string, packageName: string, kinds: readonly string[]): KnotworkError {
  return new KnotworkError('plugin', `Package "${packageName}" brings "${name}" of kind "${kind}", which is not one of: ${kinds.join(', ')}. `
    + `Install a release of "${packageName}" made for this version of @knotwork/plugin.`, { plugin: `${kind} ${name}` });
}

/** Two services for one token, and neither of them an override. */
export function duplicateService(token: symbol): KnotworkError {
  return new KnotworkError('internal', `Two services are registered under ${nameOf(token)}. Pass the one that should win in "overrides".`);
}

/** A service under a token that the registry fills itself. */
export function reservedToken(token: symbol): KnotworkError {
  return new KnotworkError('internal', `${nameOf(token)} is filled by the registry and cannot be a service. `
    + 'Change what is passed as packages to createRegistry or as request to createRunScope.');
}

/** A service of the program wants something that exists once per run. */
export function needsRun(root: symbol | undefined, wanted: symbol): KnotworkError {
  const who = root === undefined ? 'A service of scope "root"' : `The service ${nameOf(root)} of scope "root"`;
  return new KnotworkError('internal', `${who} needs ${nameOf(wanted)}, which belongs to one run: it would keep the first run's. Declare it with scope "run".`);
}

/** Nothing is registered under a token. */
export function unknownService(token: symbol): KnotworkError {
  return new KnotworkError('internal', `No service is registered under ${nameOf(token)}. Add it to "services".`);
}

/** Services that need each other. */
export function circle(tokens: readonly symbol[]): KnotworkError {
  return new KnotworkError('internal', `Services need each other in a circle: ${tokens.map(nameOf).join(' -> ')}. Break it with a service that both can use.`);
}

/** A service came as a promise. */
export function promised(token: symbol): KnotworkError {
  return new KnotworkError('internal', `The service ${nameOf(token)} was made as a promise, but services are made at once. Let it have an asynchronous method instead.`);
}

/** The container could not make a service. */
export function notMade(token: symbol, cause: unknown): KnotworkError {
  const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
  return new KnotworkError('internal', `The service ${nameOf(token)} could not be made: ${reason} Check its @inject tokens.`, { cause });
}

/** A run scope was used after its end. */
export function disposed(token: symbol): KnotworkError {
  return new KnotworkError('internal', `${nameOf(token)} was asked for after its run had ended. Create another run scope.`);
}

function nameOf(token: symbol): string {
  return token.description ?? String(token);
}
