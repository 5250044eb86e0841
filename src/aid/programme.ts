export type ProgrammeStatus = "open" | "paused" | "closed";

/** Help that a host gives to families: so many packs, or a budget of which each family gets the same share. */
export interface Programme {
  readonly programmeId: number;
  readonly hostId: string;
  readonly title: string;
  /** What a family gets. */
  readonly contents: string;
  /** Who may apply, in the host's words. */
  readonly who: string;
  readonly unit: "pack" | "yuan";
  /** In packs, or in yuan that the goods may cost together. */
  readonly total: number;
  /** Of which one family gets this. */
  readonly share: number;
  /** Taken by what was approved; never more than `total`. */
  readonly reserved: number;
  readonly status: ProgrammeStatus;
  readonly createdAt: number;
  /** Applications come in before this moment, milliseconds since 1970. */
  readonly until: number;
}

export type NewProgramme = Omit<Programme, "programmeId" | "reserved" | "status" | "createdAt">;

/** How many families can still be helped. */
export const placesLeft = ({ total, reserved, share }: Programme): number =>
  Math.floor((total - reserved) / share);

export const takesApplications = ({ status, until }: Programme, now: number): boolean =>
  status === "open" && now < until;
