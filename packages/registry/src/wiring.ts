import { circle, duplicateService, needsRun, unknownService, unmarkedParameter } from './errors.js';
import type { Overrides, Service } from './service.js';
import type { Token } from './token.js';

/** The services that count, by their token. */
export type Wiring = ReadonlyMap<Token<unknown>, Service>;

/**
 * Lays overrides over services and looks at all that they need, before anything is made.
 *
 * @throws KnotworkError `internal` for two services of one token, needs that nobody fills, circles, and a service of the process that needs one of a run
 */
export function wire(services: readonly Service[], overrides: Overrides): Wiring {
  const wiring = new Map<Token<unknown>, Service>();
  for (const service of services) {
    if (wiring.has(service.token)) throw duplicateService(service.token);
    wiring.set(service.token, service);
  }
  for (const service of overrides) wiring.set(service.token, service);
  for (const { token, lifetime, needs, from } of wiring.values()) {
    if (from.is === 'class' && Array.from({ length: from.construct.length }, (_, i) => needs[i]).includes(undefined)) throw unmarkedParameter(token, from.construct.name);
    for (const need of needs) {
      const needed = wiring.get(need);
      if (needed === undefined) throw unknownService(need, token);
      if (lifetime === 'process' && needed.lifetime === 'run') throw needsRun(token, need);
    }
  }
  refuseCircles(wiring);
  return wiring;
}

function refuseCircles(wiring: Wiring): void {
  const sound = new Set<Token<unknown>>();
  const follow = (token: Token<unknown>, path: readonly Token<unknown>[]): void => {
    if (path.includes(token)) throw circle([...path.slice(path.indexOf(token)), token]);
    if (sound.has(token)) return;
    for (const need of wiring.get(token)!.needs) follow(need, [...path, token]);
    sound.add(token);
  };
  for (const token of wiring.keys()) follow(token, []);
}
