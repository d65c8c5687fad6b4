import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** A job of Ray that is not over. */
export interface LivingJob { readonly id: string; readonly isRunning: boolean }

/** The jobs of Ray that Knotwork submitted, watched from the side. */
export class RayJobs {
  /** Most of them at once, and those of any study that were ever seen. */
  most = 0;
  readonly seen = new Set<string>();
  private isWatching = true;

  /** @param address of the dashboard */
  constructor(private readonly address: string) {}

  /** Null where nothing answers that is Ray. */
  async version(): Promise<string | null> {
    const answer = await this.ask('GET', '/api/version').catch(() => '');
    try { return (JSON.parse(answer) as { ray_version?: string }).ray_version ?? null; } catch { return null; }
  }

  /** Those that are not over, of a study that was begun since. */
  async living(): Promise<readonly LivingJob[]> {
    const jobs = JSON.parse(await this.ask('GET', '/api/jobs/')) as { submission_id: string | null; status: string }[];
    const living = jobs.flatMap(({ submission_id: id, status }) => (id !== null && id.startsWith('knotwork-') && (status === 'RUNNING' || status === 'PENDING') ? [{ id, isRunning: status === 'RUNNING' }] : []));
    for (const { id } of living) this.seen.add(id);
    this.most = Math.max(this.most, living.length);
    return living;
  }

  async stop(id: string): Promise<void> { await this.ask('POST', `/api/jobs/${id}/stop`); }

  /** Looks until it is told to stop. */
  async watch(): Promise<void> { while (this.isWatching) { await this.living().catch(() => []); await wait(250); } }

  unwatch(): void { this.isWatching = false; }

  private ask(method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      request(`${this.address.replace(/\/+$/, '')}${path}`, { method, agent: false, signal: AbortSignal.timeout(10_000) }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => { resolve(text); }).on('error', reject);
      }).on('error', reject).end();
    });
  }
}
