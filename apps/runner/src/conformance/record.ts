import { existsSync, readFileSync } from 'node:fs';
import { API } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { hashCode, writeAtomically } from '@knotwork/workspace';
import { cannotWrite, recordInTheWay } from '../errors.js';

const failure = z.object({ check: z.string(), message: z.string() });
const excused = z.object({ check: z.string(), reason: z.string() });
const checkedPlugin = z.object({
  kind: z.string(), name: z.string(),
  /** Checks that were run; null where the kit has none for the kind. */
  checks: z.int().nullable(),
  /** Of these, those that passed, as many as are neither failed nor excused. */
  passed: z.int(), failed: z.array(failure), expectedFailures: z.array(excused),
});
const record = z.object({
  /** Version of the record. */
  conformance: z.literal(1),
  package: z.string(), version: z.string(),
  /** SHA-256 of the code that was checked, in hexadecimal digits. */
  code: z.string(),
  knotwork: z.string(), kit: z.string(), engine: z.string(), api: z.int(),
  /** When it was checked, ISO 8601 in UTC. */
  date: z.string(),
  plugins: z.array(checkedPlugin),
});

/** What the checks of one plugin came to. */
export type CheckedPlugin = z.infer<typeof checkedPlugin>;
/** What the checks of a package came to: conformance.json. */
export type ConformanceRecord = z.infer<typeof record>;

/** Writes a record whole. @param path from the working folder, as it is told @throws KnotworkError `input` for a file that is none of ours, `environment` for what the disk refuses */
export function writeRecord(full: string, path: string, content: ConformanceRecord, force: boolean): void {
  refuseForeignRecord(full, path, force);
  try { writeAtomically(full, `${JSON.stringify(content, undefined, 2)}\n`); } catch (error) { throw cannotWrite(path, error as NodeJS.ErrnoException); }
}

/** Says what {@link writeRecord} would say of a file that is there, before work is done for it. */
export function refuseForeignRecord(full: string, path: string, force: boolean): void {
  if (!force && existsSync(full) && readRecord(full) === null) throw recordInTheWay(path);
}

/** The record in a file; null where there is none, or something else. */
export function readRecord(full: string): ConformanceRecord | null {
  try { return record.parse(JSON.parse(readFileSync(full, 'utf8'))); } catch { return null; }
}

/** Why a record does not tell of a package as it is; null where it does. @param location where its code lies now */
export function whyStale({ code, api }: ConformanceRecord, location: Parameters<typeof hashCode>[0]): string | null {
  if (api !== API) return `it is of version ${api} of the plugin contract`;
  return code === hashCode(location) ? null : 'the code was changed since';
}
