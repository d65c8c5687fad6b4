/**
 * Clocks of all numbers of a network: runs of neighbouring vectors whose clocks agree. One run at the start; more after grids have
 * moved under some of the edges.
 */
export class ClockRuns {
  /** Where each run ends, in vectors. */
  ends: number[];
  /** `[clock][run][lane]` */
  values: Float64Array[];

  constructor(private readonly clocks: number, private readonly vectors: number, private readonly lanes: number) {
    this.ends = [vectors];
    this.values = Array.from({ length: clocks }, () => new Float64Array(lanes));
  }

  copy(): ClockRuns {
    const copy = new ClockRuns(this.clocks, this.vectors, this.lanes);
    copy.copyFrom(this);
    return copy;
  }

  copyFrom({ ends, values }: ClockRuns): void {
    this.ends = [...ends];
    this.values = values.map((v) => v.slice());
  }

  /** One number per place: `[clock][vectors * lanes]`. */
  expanded(): Float64Array[] {
    const { lanes } = this;
    return this.values.map((v) => {
      const all = new Float64Array(this.vectors * lanes);
      let vector = 0;
      this.ends.forEach((end, run) => {
        for (; vector < end; vector++) for (let lane = 0; lane < lanes; lane++) all[vector * lanes + lane] = v[run * lanes + lane]!;
      });
      return all;
    });
  }

  /**
   * The reverse of `expanded`.
   * @param isUsed tells the places of unknowns. The others (pads, lanes of edges that are not there) take any clock of their vector: what an update does to them is
   * nothing, or undone
   */
  compress(all: readonly Float64Array[], isUsed: Uint8Array): void {
    const { lanes } = this;
    const ends: number[] = [];
    const values: number[][] = this.values.map(() => []);
    for (let vector = 0; vector < this.vectors; vector++) {
      const at = vector * lanes;
      const used = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => isUsed[at + lane] === 1);
      if (ends.length > 0) {
        const before = (ends.length - 1) * lanes;
        if (used.every((lane) => all.every((a, c) => a[at + lane] === values[c]![before + lane]))) { ends[ends.length - 1] = vector + 1; continue; }
      }
      ends.push(vector + 1);
      all.forEach((a, c) => { for (let lane = 0; lane < lanes; lane++) values[c]!.push(a[at + (used.includes(lane) ? lane : used[0] ?? lane)]!); });
    }
    this.ends = ends;
    this.values = values.map((v) => Float64Array.from(v));
  }
}
