import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkEvent } from '../../run/work.js';
import { addressOf, failureOf } from './dashboard.js';
import { rayLauncher } from './ray.js';
import { RECORDED } from './recorded-answers.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-ray-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
let [folder, count] = ['', 0];
beforeEach(() => { folder = join(parent, String(++count)); mkdirSync(folder); });
const servers: Server[] = [];
afterEach(async () => { await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }))); });

interface Job { submission_id: string; status: string; message: string; error_type: string | null; type: 'SUBMISSION' }
interface Answer { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }

/** A dashboard as it answers: jobs that were submitted stay as they are unless `at` changes them, which is told of every look at them. */
class FakeRay {
  readonly jobs: Job[] = [];
  readonly asked: string[] = [];
  readonly bodies: Record<string, unknown>[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  looks = 0;
  version: Answer = { status: 200, text: RECORDED.version };
  logs: string = RECORDED.logs;
  address = '';

  constructor(private readonly at: (look: number, ray: FakeRay) => void = () => undefined, private readonly instead: (path: string, ray: FakeRay) => Answer | 'silence' | 'lost' | null = () => null) {}

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => { body += String(part); }).on('end', () => {
        const path = `${request.method!} ${request.url!}`;
        this.asked.push(path);
        this.headers.push(request.headers);
        const instead = this.instead(path, this);
        if (instead === 'silence') return;
        const answer = instead === null || instead === 'lost' ? this.answer(path, body) : instead;
        if (instead === 'lost') { request.socket.destroy(); return; }
        response.writeHead(answer.status, { 'content-type': answer.text.startsWith('{') || answer.text.startsWith('[') ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8', ...answer.headers }).end(answer.text);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  numbers(status?: string): string[] { return this.jobs.filter((job) => status === undefined || job.status === status).map(({ submission_id: id }) => id.split('-').at(-1)!); }

  set(number: number, status: string, error: string | null = null): void { Object.assign(this.jobs.find(({ submission_id: id }) => id.endsWith(`-${number}`)) ?? {}, { status, error_type: error }); }

  private answer(path: string, body: string): Answer {
    const ok = (text: string): Answer => ({ status: 200, text });
    if (path === 'GET /api/version') return this.version;
    if (path === 'GET /api/jobs/') {
      this.at(++this.looks, this);
      return ok(JSON.stringify([...this.jobs, ...JSON.parse(RECORDED.jobs) as object[]]));
    }
    if (path === 'POST /api/jobs/') {
      const job = JSON.parse(body) as Record<string, unknown>;
      this.bodies.push(job);
      if (this.jobs.some(({ submission_id: id }) => id === job['submission_id'])) return { status: 500, text: RECORDED.twice };
      this.jobs.push({ type: 'SUBMISSION', submission_id: job['submission_id'] as string, status: 'RUNNING', message: 'Job is currently running.', error_type: null });
      return ok(JSON.stringify({ job_id: job['submission_id'], submission_id: job['submission_id'] }));
    }
    const [, id, what] = /^\w+ \/api\/jobs\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    const job = this.jobs.find(({ submission_id: one }) => one === id);
    if (job === undefined) return { status: 404, text: RECORDED.unknown };
    if (what === 'logs') return ok(this.logs);
    job.status = 'STOPPED';
    return ok(RECORDED.stopped);
  }
}

interface Launched { readonly told: readonly string[]; readonly end: string | null }

/** Launches three trials, of which a function says how many are done after a look at jobs. */
async function launched(ray: FakeRay, doneAt: (look: number) => number, { options = {}, workers = 2, signal = new AbortController().signal, environment = {} as Record<string, string>, patience = { first: 1500, others: 2000 } } = {}): Promise<Launched> {
  const launcher = rayLauncher({ environment, every: 2, patience });
  const told: WorkEvent[] = [];
  const trials = ['a', 'b', 'c'];
  const end = await launcher.launch({
    name: 'x', folder, program: { module: '/opt/main.js', args: ['work', folder, '--wait'] }, workers, trials, signal, tell: (event) => { told.push(event); }, place: (trial) => trial,
    endOf: (trial) => (trials.indexOf(trial) < doneAt(ray.looks) ? { event: 'ended', trial, status: 'completed', seconds: 1, isCopied: false } : null),
  }, launcher.options.parse({ address: ray.address, ...options }) as never).then(() => null, (error: Error) => error.message);
  return { told: told.map((event) => ('trial' in event ? `${event.event} ${event.trial}` : event.event === 'note' ? event.text : event.event)), end };
}

const submitted = (ray: FakeRay): number => ray.asked.filter((path) => path === 'POST /api/jobs/').length;

test('a job is submitted for each worker, every trial is told as it ends, and what still waits is stopped when all are done', async () => {
  const ray = await new FakeRay((look, own) => { if (look === 2) own.set(2, 'PENDING'); if (look === 5) own.set(1, 'SUCCEEDED'); }).start();
  const { told, end } = await launched(ray, (look) => look - 1);
  expect(end).toBeNull();
  const [first, second] = ray.jobs.map(({ submission_id: id }) => id);
  expect(first).toMatch(/^knotwork-x-[0-9a-f]{10}-1$/);
  expect(second).toBe(first!.replace(/1$/, '2'));
  expect(ray.bodies[0]).toEqual({ entrypoint: `exec ${process.execPath} /opt/main.js work ${folder} --wait`, submission_id: first, entrypoint_num_cpus: 1, metadata: { study: 'x' } });
  expect(told).toEqual([`jobs of Ray: ${first!}, ${second!}; logs at ${ray.address}`, 'ended a', 'ended b', 'ended c']);
  expect(ray.asked.filter((path) => path.endsWith('/stop'))).toEqual([`POST /api/jobs/${second!}/stop`]);
  expect(ray.headers.some((headers) => Object.keys(headers).some((name) => name.startsWith('sec-fetch')))).toBe(false);
});

test('a worker that ends before all is done is followed by another under a new id, the others stay', async () => {
  const ray = await new FakeRay((look, own) => { if (look === 2) own.set(1, 'FAILED'); if (look === 3) own.set(3, 'STOPPED'); }).start();
  const { end } = await launched(ray, (look) => (look > 5 ? 3 : 0));
  expect(end).toBeNull();
  expect([ray.numbers(), submitted(ray)]).toEqual([['1', '2', '3', '4'], 4]);
});

test('no more workers than trials are left', async () => {
  const ray = await new FakeRay((look, own) => { if (look === 3) own.set(1, 'FAILED'); }).start();
  await launched(ray, (look) => (look > 5 ? 3 : look > 1 ? 2 : 0));
  expect(ray.numbers()).toEqual(['1', '2']);
});

test('workers that end three times for nothing end the study, with what one of them said', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs) job.status = 'FAILED'; }).start();
  const { end } = await launched(ray, () => 0);
  expect(end).toBe(`Workers ended three times without a trial; one said last: /bin/sh: 1: exec: /opt/none/node: not found. Their logs are at ${ray.address}.`);
  expect(ray.numbers()).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(ray.asked.filter((path) => path.endsWith('/logs'))).toEqual([`GET /api/jobs/${ray.jobs[5]!.submission_id}/logs`]);
});

test('of workers that never started the message of Ray is told', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs) Object.assign(job, { status: 'FAILED', message: RECORDED.notStarted }); }).start();
  ray.logs = '{"logs": ""}';
  expect((await launched(ray, () => 0)).end).toContain('one said last: ValueError: /tmp is not a valid URI.');
});

test('a trial that ends is a reason to begin others as often again', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs) job.status = 'FAILED'; }).start();
  const { end } = await launched(ray, (look) => (look >= 4 ? 2 : look >= 3 ? 1 : 0), { workers: 1 });
  expect(end).toContain('three times without a trial');
  // Two before the first trial, one before the second, three after it.
  expect(submitted(ray)).toBe(6);
});

test('where one still works, those that end for nothing do not end the study, and are not begun for ever', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs.slice(1)) job.status = 'FAILED'; }).start();
  const { end } = await launched(ray, (look) => (look > 20 ? 3 : 0));
  expect([end, submitted(ray)]).toEqual([null, 6]);
});

test('jobs that Ray gave up since there was no room are begun again without end', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs) Object.assign(job, { status: 'FAILED', error_type: 'JOB_SUPERVISOR_ACTOR_START_TIMEOUT' }); }).start();
  const { end } = await launched(ray, (look) => (look > 12 ? 3 : 0), { workers: 1 });
  expect([end, submitted(ray)]).toEqual([null, 12]);
});

test('jobs of this study that are still there from before are taken, and numbers go on behind those that ended', async () => {
  const first = await new FakeRay().start();
  await launched(first, (look) => (look > 2 ? 3 : 0));
  const [, second] = first.jobs.map(({ submission_id: id }) => id);
  const again = await new FakeRay().start();
  again.jobs.push(...first.jobs.map((job, k) => ({ ...job, status: k === 0 ? 'FAILED' : 'RUNNING' })));
  const { told } = await launched(again, (look) => (look > 2 ? 3 : 0));
  expect(told.slice(0, 2)).toEqual([`1 job of Ray is there already: ${second!}`, `job of Ray: ${second!.replace(/2$/, '3')}; logs at ${again.address}`]);
  expect(again.numbers()).toEqual(['1', '2', '3']);
  // Ray forgets jobs, or was told to.
  again.jobs.splice(0, 1);
  for (const job of again.jobs) job.status = 'FAILED';
  await launched(again, (look) => (look > 6 ? 3 : 0));
  expect(again.numbers()).toEqual(['2', '3', '4', '5']);
  again.jobs.splice(1);
  // Those of another folder have other names, though the study has the same.
  folder = join(parent, `${count}-other`);
  mkdirSync(folder);
  const other = await new FakeRay().start();
  other.jobs.push(...again.jobs.map((job) => ({ ...job, status: 'RUNNING' })));
  await launched(other, (look) => (look > 2 ? 3 : 0));
  expect(other.jobs.map(({ status }) => status)).toEqual(['RUNNING', 'STOPPED', 'STOPPED']);
});

test('what was drawn for a study is kept with it', async () => {
  const ray = await new FakeRay().start();
  await launched(ray, (look) => (look > 2 ? 3 : 0));
  expect(readFileSync(join(folder, 'ray', 'id'), 'utf8')).toMatch(/^[0-9a-f]{16}\n$/);
  const [before] = ray.jobs;
  writeFileSync(join(folder, 'ray', 'id'), '0000000000000000\n');
  await launched(ray, (look) => (look > 6 ? 3 : 0));
  expect(ray.jobs[2]!.submission_id.slice(0, -1)).not.toBe(before!.submission_id.slice(0, -1));
});

test('a dashboard that is silent for a while is no sign of death, and told once', async () => {
  const ray = await new FakeRay(undefined, (path, own) => (path === 'GET /api/jobs/' && ++own.looks > 1 && own.looks < 5 ? { status: 502, text: '<html>' } : null)).start();
  const { told, end } = await launched(ray, (look) => (look > 7 ? 3 : 0));
  expect([end, submitted(ray)]).toEqual([null, 2]);
  expect(told.filter((text) => text.includes('does not answer'))).toEqual([`the dashboard of Ray at ${ray.address} does not answer (502 Bad Gateway); workers go on, and it is asked again`]);
});

test('what Ray says of workers is one line, from the beginning of a study until its end', async () => {
  const said: (string | null)[] = [];
  const [environment, patience] = [{ TOKEN: 'secret' }, { first: 1500, others: 1500 }];
  const queue = (): Promise<string | null> => rayLauncher({ environment, patience }).queue!(folder);
  expect(await queue()).toBeNull();
  const ray = await new FakeRay((look, own) => { if (look === 2) own.set(2, 'PENDING'); }).start();
  const abort = new AbortController();
  const end = launched(ray, () => 0, { options: { headers: { 'X-Token': 'TOKEN' } }, environment, signal: abort.signal });
  while (ray.looks < 4) await new Promise((resolve) => { setTimeout(resolve, 2); });
  said.push(await queue(), await rayLauncher({ environment: {} }).queue!(folder));
  const kept = readFileSync(join(folder, 'ray', 'cluster.json'), 'utf8');
  abort.abort();
  await end;
  const jobs = ray.jobs[0]!.submission_id.replace(/1$/, '*');
  expect(said).toEqual([`jobs ${jobs} of Ray: 1 running, 1 waiting`, 'jobs of Ray: nobody can say (launcher.headers.X-Token is the value of the environment variable TOKEN, which is not set. Write export TOKEN="..." before the command.)']);
  expect(kept).not.toContain('secret');
  expect(await queue()).toBeNull();
  // The command was killed, and the cluster is gone.
  writeFileSync(join(folder, 'ray', 'cluster.json'), kept);
  await new Promise((resolve) => { const server = servers.pop()!; server.close(resolve); server.closeAllConnections(); });
  expect(await queue()).toMatch(/^jobs knotwork-x-[0-9a-f]{10}-\* of Ray: the dashboard at http:\S+ does not answer \(connect ECONNREFUSED/);
});

test('a job whose answer was lost is not begun twice', async () => {
  const ray = await new FakeRay(undefined, (path, own) => (path === 'POST /api/jobs/' && own.jobs.length === 0 ? 'lost' : null)).start();
  const { end } = await launched(ray, (look) => (look > 4 ? 3 : 0), { workers: 1 });
  expect([end, submitted(ray)]).toEqual([null, 1]);
});

test('a job that Ray has already is taken for what was to be begun', async () => {
  // A list that comes late.
  let lists = 0;
  const ray = await new FakeRay(undefined, (path) => (path === 'GET /api/jobs/' && ++lists === 2 ? { status: 200, text: '[]' } : null)).start();
  const { end } = await launched(ray, (look) => (look > 6 ? 3 : 0), { workers: 1 });
  expect([end, submitted(ray), ray.numbers()]).toEqual([null, 2, ['1']]);
});

test('what fails within Ray is tried again, three times', async () => {
  const ray = await new FakeRay(undefined, (path) => (path === 'POST /api/jobs/' ? { status: 500, text: 'No available agent to submit job, please try again later.' } : null)).start();
  const { end } = await launched(ray, () => 0);
  expect(end).toBe(`Workers ended three times without a trial; one said last: No available agent to submit job, please try again later. Their logs are at ${ray.address}.`);
  expect(submitted(ray)).toBe(6);
});

test('what Ray refuses is told at once, and what was begun is stopped', async () => {
  let posts = 0;
  const ray = await new FakeRay(undefined, (path) => (path === 'POST /api/jobs/' && ++posts === 2 ? { status: 400, text: RECORDED.wrongType } : null)).start();
  expect((await launched(ray, () => 0)).end).toBe(`Ray at ${ray.address} refused the workers: TypeError: entrypoint_num_cpus must be a number, got <class 'str'>. Correct "launcher" of the study file.`);
  expect(ray.jobs.map(({ status }) => status)).toEqual(['STOPPED']);
});

test('what the node refuses is told at once, though the dashboard calls it a failure of its own', async () => {
  const text = RECORDED.twice.replace(/ValueError: .*/, 'ValueError: Label selector key name must not be empty');
  const ray = await new FakeRay(undefined, (path) => (path === 'POST /api/jobs/' ? { status: 500, text } : null)).start();
  expect((await launched(ray, () => 0)).end).toContain('refused the workers: ValueError: Label selector key name must not be empty. ');
  expect(submitted(ray)).toBe(1);
});

test('after a signal nothing more is begun', async () => {
  const abort = new AbortController();
  const ray = await new FakeRay(undefined, (path) => { if (path === 'POST /api/jobs/') abort.abort(); return null; }).start();
  await launched(ray, () => 0, { signal: abort.signal });
  expect(ray.jobs.map(({ status }) => status)).toEqual(['STOPPED']);
});

test('a signal stops the jobs and returns', async () => {
  const abort = new AbortController();
  const ray = await new FakeRay((look) => { if (look === 3) abort.abort(); }).start();
  const { end } = await launched(ray, () => 0, { signal: abort.signal });
  expect([end, ray.jobs.map(({ status }) => status)]).toEqual([null, ['STOPPED', 'STOPPED']]);
});

test('where no job runs for long, what Ray says of it is told once', async () => {
  const ray = await new FakeRay((_, own) => { for (const job of own.jobs) Object.assign(job, { status: 'PENDING', message: 'It may be waiting for resources.' }); }).start();
  const { told } = await launched(ray, (look) => (look > 40 ? 3 : 0));
  expect(told.filter((text) => text.includes('runs yet'))).toEqual(['no job of Ray runs yet; it says: It may be waiting for resources.']);
});

test('values of headers come from the environment and are sent with every question', async () => {
  const ray = await new FakeRay().start();
  const options = { headers: { Authorization: 'RAY_AUTHORIZATION' } };
  expect((await launched(ray, () => 0, { options })).end).toBe('launcher.headers.Authorization is the value of the environment variable RAY_AUTHORIZATION, which is not set. Write export RAY_AUTHORIZATION="..." before the command.');
  expect(ray.asked).toEqual([]);
  const { told, end } = await launched(ray, (look) => (look > 2 ? 3 : 0), { options, environment: { RAY_AUTHORIZATION: 'Bearer secret' } });
  expect(end).toBeNull();
  expect(ray.headers.map(({ authorization }) => authorization)).toEqual(ray.asked.map(() => 'Bearer secret'));
  expect([...told, ...ray.bodies.map((body) => JSON.stringify(body)), readFileSync(join(folder, 'ray', 'id'), 'utf8')].join('\n')).not.toContain('secret');
});

test.each([
  [401, RECORDED.noToken, '401 Unauthorized: Missing authentication token'],
  [403, RECORDED.wrongToken, '403 Forbidden: Invalid authentication token'],
  [302, '', '302 Found'],
])('who is not let in is told of headers: %i', async (status, text, said) => {
  const ray = await new FakeRay().start();
  ray.version = { status, text, headers: status === 302 ? { location: 'https://login.example' } : {} };
  expect((await launched(ray, () => 0)).end).toBe(`The dashboard of Ray at ${ray.address} lets nobody in without a token, or not with this one: ${said}. Put the value of its header into an environment variable, export RAY_AUTHORIZATION="Bearer TOKEN", `
    + 'and name it: launcher: { kind: ray, headers: { Authorization: RAY_AUTHORIZATION } }.');
  expect(submitted(ray)).toBe(0);
});

test('what is not there, no dashboard of Ray or too old is told, each in its words', async () => {
  const ray = await new FakeRay().start();
  const endWith = async (version: Answer): Promise<string | null> => { ray.version = version; return (await launched(ray, () => 0)).end; };
  expect(await endWith({ status: 200, text: RECORDED.version.replace('2.60.0', '2.7.1') })).toBe(`The launcher ray needs Ray 2.8 or later; at ${ray.address} is 2.7.1. Update it, with pip install -U "ray[default]", or take --launcher local.`);
  const other = (answer: string): string => `What answers at ${ray.address} is no dashboard of Ray, or not ready: ${answer} to GET /api/version. Say where it is, with launcher: { kind: ray, address: http://HOST:8265 } or RAY_ADDRESS=http://HOST:8265.`;
  expect(await endWith({ status: 404, text: '404: Not Found' })).toBe(other('404 Not Found'));
  expect(await endWith({ status: 200, text: '<html>' })).toBe(other('200 OK'));
  const silent = await new FakeRay(undefined, () => 'silence').start();
  const missing = (address: string, how: string): string => `There is no dashboard of Ray at ${address}: ${how}. Say where it is, with launcher: { kind: ray, address: http://HOST:8265 } or RAY_ADDRESS=http://HOST:8265; begin Ray with ray start --head; or take --launcher local.`;
  expect((await launched(silent, () => 0, { patience: { first: 50, others: 50 } })).end).toBe(missing(silent.address, 'no answer in 0.05 s'));
  const secured = ray.address.replace('http:', 'https:');
  expect((await launched(ray, () => 0, { options: { address: secured } })).end).toBe(missing(secured, 'it speaks no https'));
  const gone = await new FakeRay().start();
  const port = new URL(gone.address).port;
  await new Promise((resolve) => { servers.pop()!.close(resolve); });
  expect((await launched(gone, () => 0)).end).toBe(missing(gone.address, `connect ECONNREFUSED 127.0.0.1:${port}`));
});

test('a certificate that nobody vouches for is told with the variable that names it', () => {
  expect(failureOf(Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toBe('self-signed certificate (certificates to be trusted stand in the file that NODE_EXTRA_CA_CERTS names)');
});

test.each([
  ['http://a:1/', { RAY_ADDRESS: 'http://b:2' }, 'http://a:1'],
  [undefined, { RAY_ADDRESS: 'http://b:2' }, 'http://b:2'],
  [undefined, { RAY_ADDRESS: 'http://b:2', RAY_API_SERVER_ADDRESS: 'https://c:3/ray/' }, 'https://c:3/ray'],
  [undefined, { RAY_ADDRESS: 'ray://b:10001' }, 'http://127.0.0.1:8265'],
  [undefined, { RAY_ADDRESS: '10.0.0.1:6379' }, 'http://127.0.0.1:8265'],
  [undefined, { RAY_ADDRESS: '' }, 'http://127.0.0.1:8265'],
])('the address %s with %j is %s', (said, environment, address) => { expect(addressOf(said, environment)).toBe(address); });

test.each([
  [{ address: '127.0.0.1:8265' }], [{ address: 'http://me:secret@host' }], [{ cpus: -1 }], [{ memory: '0' }], [{ memory: 'much' }], [{ resources: { spot: 0 } }], [{ headers: { Authorization: 'Bearer secret' } }],
  [{ headers: { 'a b': 'A' } }], [{ node: 'node\nrm' }], [{ entrypoint: 'x' }],
])('%j is refused', (options) => { expect(rayLauncher().options.safeParse(options).success).toBe(false); });

test.each([[{}], [{ address: 'https://host/ray' }], [{ cpus: 0.5 }], [{ memory: '500M' }], [{ runtimeEnvironment: { env_vars: { A: '1' }, pip: ['x'] } }], [{ headers: { 'X-Token': 'TOKEN' } }]])('%j is taken', (options) => {
  expect(rayLauncher().options.safeParse(options).success).toBe(true);
});
