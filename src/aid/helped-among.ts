import type { AidStore } from "./aid-store.ts";
import { HOLDING } from "./application.ts";

/** Which of these persons a programme of this host helps: such families go first where there is little. */
export const helpedAmong = (
  { aid }: { readonly aid: Pick<AidStore, "helpedAmong"> },
  hostId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> => aid.helpedAmong(hostId, personIds, [...HOLDING]);
