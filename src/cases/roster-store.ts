import type { Override, Roster, Shift } from "./roster.ts";

/** Undefined stands for the cases of no host, which are the operator's. */
type HostId = string | undefined;

export interface RosterStore {
  /** What was kept by `keepTimes`; see `timesOf`. */
  keptTimes(hostId: HostId): Promise<string | undefined>;
  keepTimes(hostId: HostId, data: string): Promise<void>;
  /** The shifts, and who is there or away beside them at `now`. */
  roster(hostId: HostId, now: number): Promise<Roster>;
  /** Returns the shift's number. */
  addShift(hostId: HostId, shift: Omit<Shift, "id">): Promise<number>;
  /** False when this host has no such shift. */
  removeShift(hostId: HostId, id: number): Promise<boolean>;
  /** Replaces what this person said before. */
  setOverride(hostId: HostId, override: Override): Promise<void>;
}
