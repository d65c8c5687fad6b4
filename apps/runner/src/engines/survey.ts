import { callPlugin, type Catalog, type InstalledPackage } from '@knotwork/plugin';
import type { EngineBackend, EngineDefinition } from '@knotwork/plugin/engine';
import { type StepTest, testSteps } from './self-test.js';

/** A backend of an engine, and how it went on it; null where it was not tried. */
export type TriedBackend = Omit<EngineBackend, 'options'> & { readonly test: StepTest | null };

/** An engine, and how it went. */
export interface SurveyedEngine {
  readonly name: string;
  readonly summary: string;
  readonly package: string;
  readonly version: string;
  /** Null where it has no choice of backends. */
  readonly backends: readonly TriedBackend[] | null;
  /** Of one without backends. */
  readonly test: StepTest | null;
}

/** What may compute for an engine; null where it has no choice. */
export async function backendsOf(definition: EngineDefinition): Promise<readonly EngineBackend[] | null> {
  return definition.backends === undefined ? null : callPlugin(definition, 'backends', () => definition.backends!());
}

/** All engines, each tried, and each of their backends that is ready, one after the other. @param packages that bring engines besides those installed */
export async function survey(catalog: Pick<Catalog, 'list'>, packages: readonly InstalledPackage[] = []): Promise<readonly SurveyedEngine[]> {
  const found: SurveyedEngine[] = [];
  for (const { definition, package: from, version } of catalog.list('engine')) {
    const { name, summary } = definition;
    const backends = await backendsOf(definition);
    const tried: TriedBackend[] = [];
    for (const backend of backends ?? []) {
      const { options: _, ...told } = backend;
      tried.push({ ...told, test: backend.state === 'ready' ? await testSteps(definition, backend, packages) : null });
    }
    found.push({ name, summary, package: from, version, backends: backends && tried, test: backends === null ? await testSteps(definition, undefined, packages) : null });
  }
  return found;
}
