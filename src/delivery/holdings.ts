import type { Delivery } from "./outbox-store.ts";

/** Names a lane of a platform. */
export interface LaneOf {
  readonly lane: Delivery["lane"];
  readonly to: Pick<Delivery["to"], "platform">;
}

/** Which rows are held in memory, so that none is held twice and of no lane too many. */
export interface Holdings {
  has(id: number): boolean;
  add(delivery: Delivery): void;
  delete(id: number): void;
  /** Ids of this lane that are held. */
  ofLane(of: LaneOf): ReadonlySet<number>;
  /** More of this lane waits in the database: it is asked for when few are held. */
  leftBehind(of: LaneOf): void;
}

/** @param onLow called when a lane of which more waits in the database holds fewer than `low` */
export function createHoldings(low: number, onLow: () => void): Holdings {
  const byId = new Map<number, Set<number>>();
  const lanes = new Map<string, Set<number>>();
  const behind = new Set<Set<number>>();

  function laneOf({ lane, to }: LaneOf): Set<number> {
    const key = `${to.platform}:${lane}`;
    let ids = lanes.get(key);
    if (!ids) {
      ids = new Set();
      lanes.set(key, ids);
    }
    return ids;
  }

  return {
    has: (id) => byId.has(id),
    add(delivery) {
      const ids = laneOf(delivery);
      ids.add(delivery.id);
      byId.set(delivery.id, ids);
    },
    delete(id) {
      const ids = byId.get(id);
      if (!ids) return;
      byId.delete(id);
      ids.delete(id);
      if (ids.size >= low || !behind.delete(ids)) return;
      onLow();
    },
    ofLane: laneOf,
    leftBehind: (of) => void behind.add(laneOf(of)),
  };
}
