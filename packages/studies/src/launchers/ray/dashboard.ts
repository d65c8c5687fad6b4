import { request as plainly } from 'node:http';
import { request as encrypted } from 'node:https';
import { headerWithoutValue, noDashboard, otherDashboard, rayRefused, rayTooOld, rayWantsToken } from '../../errors.js';
import { jobsIn, type RayJob, wrongIn } from './jobs.js';

/** Where Ray has its dashboard unless it is told otherwise. */
const USUAL = 'http://127.0.0.1:8265';
/** The first version whose jobs may say how much memory they want. */
const [MAJOR, MINOR] = [2, 8];
/** Milliseconds that the dashboard has, for the first answer and for all others. */
export interface Patience { readonly first: number; readonly others: number }

export const PATIENCE: Patience = { first: 1800, others: 10_000 };

/** What a variable or an option says of where the dashboard is: nobody's password, since it is told to people. */
export const ADDRESS = /^https?:\/\/[^\s@?#]+$/;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The address that is said, or that Ray's own commands would take; addresses of other doors of Ray, such as ray://, are passed over. */
export function addressOf(said: string | undefined, environment: Environment): string {
  const address = [said, environment['RAY_API_SERVER_ADDRESS'], environment['RAY_ADDRESS']].find((one) => one !== undefined && ADDRESS.test(one)) ?? USUAL;
  return address.replace(/\/+$/, '');
}

/** Values of headers. @param named environment variables, by headers @throws KnotworkError `environment` for one that is not set */
export function headersOf(named: Readonly<Record<string, string>>, environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(named).map(([header, variable]) => {
    const value = environment[variable];
    if (value === undefined || value === '') throw headerWithoutValue(header, variable);
    return [header, value];
  }));
}

interface Answer { readonly status: number; readonly reason: string; readonly text: string }

/** What came of asking: jobs, or why there was no answer. */
export type Seen = { readonly jobs: readonly RayJob[] } | { readonly silent: string };

/** The jobs of a cluster by the REST interface of its dashboard. It refuses the headers of browsers, which fetch() sends. */
export class Dashboard {
  constructor(readonly address: string, private readonly headers: Readonly<Record<string, string>>, private readonly patience: Patience) {}

  /** @throws KnotworkError `environment` where it is not there, is something else, is too old or lets nobody in */
  async requireThere(): Promise<void> {
    const answer = await this.ask('GET', '/api/version', this.patience.first).catch((error: unknown) => { throw noDashboard(this.address, (error as Error).message); });
    this.requireAllowed(answer);
    const version = answer.status === 200 ? versionIn(answer.text) : null;
    if (version === null) throw otherDashboard(this.address, `${answer.status} ${answer.reason}`.trim());
    const [major, minor] = version.split('.').map(Number) as [number, number];
    if (major < MAJOR || (major === MAJOR && minor < MINOR)) throw rayTooOld(this.address, version, `${MAJOR}.${MINOR}`);
  }

  /** All that Ray remembers. */
  async jobs(): Promise<Seen> {
    try {
      const { status, reason, text } = await this.ask('GET', '/api/jobs/');
      const jobs = status === 200 ? jobsIn(text) : null;
      return jobs === null ? { silent: `${status} ${reason}`.trim() } : { jobs };
    } catch (error) {
      return { silent: (error as Error).message };
    }
  }

  /**
   * An id that Ray has already is this job, whose answer was lost.
   * @returns whether it was taken; what did not reach it, or failed within it, may be tried again
   * @throws KnotworkError `environment` where it is refused
   */
  async submit(job: Readonly<Record<string, unknown>>): Promise<{ readonly isTaken: boolean; readonly said: string }> {
    const answer = await this.ask('POST', '/api/jobs/', this.patience.others, JSON.stringify(job)).catch((error: unknown) => ({ status: 0, reason: '', text: (error as Error).message }));
    if (answer.status === 200 || /Job with submission_id \S+ already exists/.test(answer.text)) return { isTaken: true, said: '' };
    this.requireAllowed(answer);
    // What the node refuses comes as a failure of the dashboard, with the status of the node in its text.
    if ((answer.status >= 400 && answer.status < 500) || /status code 4\d\d/.test(answer.text)) throw rayRefused(this.address, wrongIn(answer.text));
    return { isTaken: false, said: wrongIn(answer.text) };
  }

  /** What is over already is no matter. One that waits for room is ended when it has it. */
  async stop(id: string): Promise<void> { await this.ask('POST', `/api/jobs/${id}/stop`).catch(() => undefined); }

  /** Empty where there is none. */
  async log(id: string): Promise<string> {
    try {
      const { logs } = JSON.parse((await this.ask('GET', `/api/jobs/${id}/logs`)).text) as { logs?: unknown };
      return typeof logs === 'string' ? logs : '';
    } catch {
      return '';
    }
  }

  private requireAllowed({ status, reason, text }: Answer): void {
    // Whoever stands before a cluster sends those whom it does not know elsewhere.
    if (status === 401 || status === 403 || (status >= 300 && status < 400)) throw rayWantsToken(this.address, `${status} ${/^[^\n<{]{1,200}$/.test(text.trim()) ? text.trim() : reason}`.trim());
  }

  private ask(method: string, path: string, patience = this.patience.others, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const send = this.address.startsWith('https:') ? encrypted : plainly;
      const headers = { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }) };
      const inTime = AbortSignal.timeout(patience);
      const failed = (error: Error): void => { reject(new Error(inTime.aborted ? `no answer in ${patience / 1000} s` : failureOf(error))); };
      send(`${this.address}${path}`, { method, headers, signal: inTime, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('error', failed)
          .on('end', () => { resolve({ status: answer.statusCode ?? 0, reason: answer.statusMessage ?? '', text }); });
      }).on('error', failed).end(body);
    });
  }
}

/** What a connection failed of, in words that help. */
export function failureOf(error: Error & { readonly code?: string }): string {
  if (error.code === 'EPROTO') return 'it speaks no https';
  return /CERT|_SIGNATURE$/.test(error.code ?? '') ? `${error.message} (certificates to be trusted stand in the file that NODE_EXTRA_CA_CERTS names)` : error.message;
}

function versionIn(answer: string): string | null {
  try {
    const { ray_version: version } = JSON.parse(answer) as { ray_version?: unknown };
    return typeof version === 'string' && /^\d+\.\d+/.test(version) ? version : null;
  } catch {
    return null;
  }
}
