/**
 * `likely`: a probe saw something and the host was asked. `confirmed`: she, her schedule or her tool said so.
 * `ended` is final; only `confirmed` was announced.
 */
export const LIVE_STATES = ["likely", "confirmed", "ended"] as const;
export type LiveState = (typeof LIVE_STATES)[number];

export interface LiveSession {
  readonly id: string;
  readonly hostId: string;
  readonly state: LiveState;
  readonly source: "host" | "hook" | "probe";
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly broadcastId: string | undefined;
  readonly firstSeenAt: number;
  readonly confirmedAt: number | undefined;
  /** Since when a tool says that it is over; it ends when that lasts. */
  readonly offSince: number | undefined;
  readonly endedAt: number | undefined;
}

export interface LiveSchedule {
  readonly id: string;
  readonly hostId: string;
  /** Weekly; undefined: once. */
  readonly cron: string | undefined;
  /** As the host wrote it: "周三 20:00". */
  readonly label: string;
  readonly title: string | undefined;
  /** When she is reminded next; undefined: never again. */
  readonly nextAt: number | undefined;
}
