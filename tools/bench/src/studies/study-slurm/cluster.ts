import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../../lib/program.js';

/** Programs of Slurm and its authentication. */
const NEEDED = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol', 'sinfo'];
/** Seconds that a job which was put back rests before it may run again; Slurm's own are 120. */
const RESTS = 5;
/** Milliseconds that a cluster has to come up in. */
const PATIENCE = 30_000;

/** What of Slurm is missing here; null where nothing is. */
export function missingPrograms(): string | null {
  const missing = NEEDED.filter((name) => { try { execFileSync('which', [name], { stdio: 'ignore' }); return false; } catch { return true; } });
  if (missing.length > 0) return `${missing.join(', ')}: on Debian, apt-get install --no-install-recommends slurm-wlm munge`;
  return process.getuid?.() === 0 ? null : 'the rights of root, which its daemons want';
}

/** Slurm of two virtual nodes of one core each on this machine, without systemd, all of it in one folder. */
export class Cluster {
  readonly nodes = ['n1', 'n2'];
  private readonly conf: string;
  private readonly ports: readonly number[];

  /** @param folder empty, of a short path: sockets have room for a hundred characters */
  constructor(private readonly folder: string) {
    this.conf = join(folder, 'slurm.conf');
    const first = 20_000 + (process.pid % 20_000);
    this.ports = [0, 1, 2, 3].map((k) => first + k);
  }

  /** @throws UsageError where it does not come up */
  async up(): Promise<void> {
    const at = (...parts: string[]): string => join(this.folder, ...parts);
    for (const name of ['state', 'log', 'munge', 'socket', ...this.nodes.map((node) => join('spool', node))]) mkdirSync(at(name), { recursive: true });
    chmodSync(this.folder, 0o755);
    chmodSync(at('munge'), 0o700);
    writeFileSync(at('munge', 'key'), randomBytes(1024), { mode: 0o400 });
    writeFileSync(this.conf, this.configuration());
    await this.run('munged', '--force', `--key-file=${at('munge', 'key')}`, `--socket=${at('socket', 'munge')}`, `--pid-file=${at('munge', 'pid')}`, `--log-file=${at('munge', 'log')}`, `--seed-file=${at('munge', 'seed')}`);
    await this.run('slurmctld', '-c', '-f', this.conf);
    for (const node of this.nodes) await this.startNode(node);
    for (const end = performance.now() + PATIENCE; await this.run('sinfo', '--noheader', '--format=%T').catch(() => '') !== 'idle';) {
      if (performance.now() > end) throw new UsageError(`Slurm did not come up; look at ${at('log')}`);
      await wait(100);
    }
  }

  /** Ends daemons and jobs. */
  async down(): Promise<void> {
    await this.run('scancel', '--user=root').catch(() => undefined);
    await wait(500);
    for (const name of [...this.nodes.map((node) => `slurmd-${node}.pid`), 'slurmctld.pid', join('munge', 'pid')]) this.kill(name, 'SIGTERM');
    await wait(500);
  }

  startNode(node: string): Promise<string> { return this.run('slurmd', '-N', node, '-f', this.conf); }

  /** Ends the daemon of a node at once; what it runs is ended by {@link killJob}. */
  killNode(node: string): void { this.kill(`slurmd-${node}.pid`, 'SIGKILL'); }

  /** Variables that Slurm's commands want. */
  get environment(): Readonly<Record<string, string | undefined>> { return { ...process.env, SLURM_CONF: this.conf }; }

  /** @returns what a command said, without space around */
  run(command: string, ...args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(command, [...args], { encoding: 'utf8', env: this.environment as NodeJS.ProcessEnv }, (error, answer, said) => { if (error === null) resolve(answer.trim()); else reject(new UsageError(`${command}: ${said.trim() || error.message}`)); });
    });
  }

  private kill(pidFile: string, signal: NodeJS.Signals): void {
    const file = join(this.folder, pidFile);
    if (!existsSync(file)) return;
    try { process.kill(Number(readFileSync(file, 'utf8')), signal); } catch { /* It has ended. */ }
  }

  private configuration(): string {
    const [controller, daemon, first, second] = this.ports as [number, number, number, number];
    const at = (name: string): string => join(this.folder, name);
    return [
      'ClusterName=bench', `SlurmctldHost=${hostname().split('.')[0]!}(127.0.0.1)`, 'SlurmUser=root', 'SlurmdUser=root', 'AuthType=auth/munge', `AuthInfo=socket=${at('socket/munge')},cred_expire=${RESTS}`, 'CryptoType=crypto/munge', 'MpiDefault=none',
      'ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/none', 'AccountingStorageType=accounting_storage/none', 'SelectType=select/cons_tres', 'SelectTypeParameters=CR_Core_Memory',
      'SchedulerType=sched/backfill', 'SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1', 'ReturnToService=2', `StateSaveLocation=${at('state')}`, `SlurmdSpoolDir=${at('spool')}/%n`,
      `SlurmctldPidFile=${at('slurmctld.pid')}`, `SlurmdPidFile=${at('slurmd-%n.pid')}`, `SlurmctldLogFile=${at('log/slurmctld.log')}`, `SlurmdLogFile=${at('log/slurmd-%n.log')}`, `SlurmctldPort=${controller}`, `SlurmdPort=${daemon}`,
      'SlurmctldTimeout=30', 'SlurmdTimeout=30', 'KillWait=5', 'MinJobAge=600', 'InactiveLimit=0',
      ...this.nodes.map((node, k) => `NodeName=${node} NodeHostname=${hostname().split('.')[0]!} NodeAddr=127.0.0.1 Port=${k === 0 ? first : second} CPUs=1 RealMemory=2000 State=UNKNOWN`),
      `PartitionName=main Nodes=${this.nodes.join(',')} Default=YES MaxTime=INFINITE State=UP`, '',
    ].join('\n');
  }
}
