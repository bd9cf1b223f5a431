import { jsonLines } from './json-lines.ts';

/** Something that happened in a training: a line of `events.jsonl`. */
export interface TrainingEvent {
  /** ISO 8601. */
  readonly time: string;
  /** A note says how far it is; a trouble wants to be looked at. */
  readonly severity: 'note' | 'trouble';
  readonly kind: string;
  readonly stage?: string;
  /** Optimizer steps that were done. */
  readonly step?: number;
  /** One sentence without a full stop. */
  readonly what: string;
  /** What to do, in full sentences. */
  readonly help?: string;
}

/** An event without when and where. */
export type Happening = Pick<TrainingEvent, 'severity' | 'kind' | 'what' | 'help'>;

/** The lines of `events.jsonl` that say what happened. */
export function parseEvents(text: string): readonly TrainingEvent[] {
  return jsonLines(text).flatMap(
    (line) => (typeof line['what'] === 'string' ? [line as unknown as TrainingEvent] : []), // our own file
  );
}
