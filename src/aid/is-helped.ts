import type { AidStore } from "./aid-store.ts";
import { HOLDING } from "./application.ts";

/** Whether a programme of this host helps this person: such families go first where there is little. */
export const isHelped = (
  { aid }: { readonly aid: Pick<AidStore, "hasAny"> },
  personId: string,
  hostId: string,
): Promise<boolean> => aid.hasAny(personId, hostId, [...HOLDING]);
