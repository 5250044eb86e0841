/**
 * What a public page says. `throttled`: it answers nothing because we asked too often; `unknown`: it could not be had or
 * not be read. Neither says anything about the host.
 */
export type Look = "live" | "offline" | "throttled" | "unknown";

/** Looks at one kind of public page. It may only corroborate what a person says. */
export interface LiveProbe {
  /** The page behind a pasted link, in one writing; undefined for any page that this one does not look at. */
  readLink(text: string): string | undefined;
  /** Never rejects. */
  look(link: string): Promise<Look>;
}

/** A page that a host has asked us to look at. */
export interface Probe {
  readonly hostId: string;
  readonly link: string;
  readonly nextAt: number;
  /** Until the look after the next one. */
  readonly pauseMs: number;
  readonly seen: Look | undefined;
  readonly seenAt: number | undefined;
  /** How many looks in a row have seen the same. */
  readonly inARow: number;
}

export interface ProbeStore {
  /** One page a host; another one takes its place and is looked at anew. */
  set(hostId: string, link: string, nextAt: number, pauseMs: number): Promise<void>;
  remove(hostId: string): Promise<boolean>;
  probe(hostId: string): Promise<Probe | undefined>;
  due(now: number, limit: number): Promise<readonly Probe[]>;
  /** Takes a look on oneself until `until`; false when another worker did. */
  take(probe: Pick<Probe, "hostId" | "nextAt">, until: number): Promise<boolean>;
  /** Keeps what was seen; false when the page was changed or switched off meanwhile. */
  note(probe: Probe): Promise<boolean>;
}
