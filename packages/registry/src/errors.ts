import { KnotworkError } from '@knotwork/plugin';

/** Two services for one token, and neither of them an override. */
export function duplicateService(token: symbol): KnotworkError {
  return new KnotworkError('internal', `Two services are registered under ${nameOf(token)}. Pass the one that should win in "overrides".`);
}

/** A service of the process wants something that exists once per run. */
export function needsRun(token: symbol, wanted: symbol): KnotworkError {
  return new KnotworkError('internal', `The service ${nameOf(token)} of the process needs ${nameOf(wanted)}, which belongs to one run: it would keep the first run's. `
    + 'Declare it as one of a run.');
}

/** Nothing is registered under a token. @param needing the service that needs it, if it is one */
export function unknownService(token: symbol, needing?: symbol): KnotworkError {
  const what = needing === undefined ? '' : `, which ${nameOf(needing)} needs`;
  return new KnotworkError('internal', `No service is registered under ${nameOf(token)}${what}. Add it to the services.`);
}

/** A run was begun without a value that comes with every run. */
export function notGiven(token: symbol): KnotworkError {
  return new KnotworkError('internal', `${nameOf(token)} comes with every run, and this one was begun without it. Give it when the run is begun.`);
}

/** Services that need each other. */
export function circle(tokens: readonly symbol[]): KnotworkError {
  return new KnotworkError('internal', `Services need each other in a circle: ${tokens.map(nameOf).join(' -> ')}. Break it with a service that both can use.`);
}

/** A class has a constructor parameter that says nothing of what it is given. */
export function unmarkedParameter(token: symbol, name: string): KnotworkError {
  return new KnotworkError('internal', `The service ${nameOf(token)} cannot be made: a constructor parameter of ${name} does not say what it is given. Mark it with @inject(token).`);
}

/** The container could not make a service. */
export function notMade(token: symbol, cause: unknown): KnotworkError {
  const reason = String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
  return new KnotworkError('internal', `The service ${nameOf(token)} could not be made: ${reason} Check what it needs.`, { cause });
}

/** A run scope was used after its end. */
export function disposed(token: symbol): KnotworkError {
  return new KnotworkError('internal', `${nameOf(token)} was asked for after its run had ended. Begin another run.`);
}

function nameOf(token: symbol): string {
  return token.description ?? String(token);
}
