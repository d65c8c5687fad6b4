/** What training reports while it runs. */
export interface TrainingEvent {
  readonly event: 'step' | 'grid' | 'note';
  /** Step within its stage, from 1; over all starts. */
  readonly step: number;
  readonly steps: number;
  /** The loss on training rows without penalties, in standardized units; of a loss made of residuals the mean square, twice the objective. */
  readonly loss?: number;
  /** The same of every block of the objective, unweighted, by name; left out where there is one. */
  readonly blocks?: Readonly<Record<string, number>>;
  /** The same on validation rows. */
  readonly validation?: number;
  /** Plain words about a note or a grid event. */
  readonly text?: string;
  /** Index of a start, and how many there are; left out where one network is trained. */
  readonly start?: number;
  readonly starts?: number;
  /** Of a grid event: input nodes whose grid moved, those whose move was undone, and the largest relative change of an edge function. */
  readonly moved?: number;
  readonly undone?: number;
  readonly change?: number;
}
