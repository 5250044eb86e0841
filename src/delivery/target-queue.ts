import { LANES } from "../core/content.ts";
import type { Delivery } from "./outbox-store.ts";

const before = (one: Delivery, other: Delivery): number =>
  LANES[one.lane] - LANES[other.lane] || one.id - other.id;

/** What waits for one chat: most urgent lane first, then in the order it was said. */
export class TargetQueue {
  active = false;
  private readonly waiting: Delivery[] = [];

  get size(): number {
    return this.waiting.length;
  }

  add(delivery: Delivery): void {
    let place = this.waiting.length;
    while (place > 0) {
      const earlier = this.waiting[place - 1];
      if (!earlier || before(earlier, delivery) <= 0) break;
      place -= 1;
    }
    this.waiting.splice(place, 0, delivery);
  }

  peek(): Delivery | undefined {
    return this.waiting[0];
  }

  take(): Delivery | undefined {
    return this.waiting.shift();
  }

  takeAll(): Delivery[] {
    return this.waiting.splice(0);
  }
}
