import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { randomId, systemRandom } from "../../src/core/random.ts";
import { createFakeClock } from "../support/fake-clock.ts";

describe("the system's clock", () => {
  it("runs what is due now at once, and not what was cancelled", async () => {
    const ran: string[] = [];
    const cancel = systemClock.after(0, () => ran.push("cancelled"));
    cancel();
    await new Promise<void>((resolve) => systemClock.after(-5, resolve));
    await new Promise<void>((resolve) => systemClock.after(1, resolve));
    expect(ran).toEqual([]);
  });

  it("does not take a pause of months for none", async () => {
    let ran = false;
    const cancel = systemClock.after(90 * 24 * 3_600_000, () => {
      ran = true;
    });
    await new Promise<void>((resolve) => systemClock.after(5, resolve));
    cancel();
    expect(ran).toBe(false);
  });
});

describe("the tests' clock", () => {
  it("runs timers at their own moments, in order, also those that timers begin", async () => {
    const clock = createFakeClock(0);
    const ran: [string, number][] = [];
    clock.after(30, () => ran.push(["c", clock.now()]));
    clock.after(10, () => {
      ran.push(["a", clock.now()]);
      void Promise.resolve().then(() => clock.after(5, () => ran.push(["b", clock.now()])));
    });
    const cancel = clock.after(20, () => ran.push(["never", clock.now()]));
    cancel();
    await clock.advance(29);
    expect(ran).toEqual([
      ["a", 10],
      ["b", 15],
    ]);
    await clock.advance(1);
    expect(ran.at(-1)).toEqual(["c", 30]);
    expect([clock.now(), clock.pending]).toEqual([30, 0]);
  });
});

describe("random ids", () => {
  it("are as long as asked for, easy to type, and differ", () => {
    const ids = Array.from({ length: 500 }, () => randomId(systemRandom, 16));
    expect(new Set(ids).size).toBe(500);
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    expect(randomId(systemRandom, 25)).toHaveLength(25);
  });

  it("come from fractions below one", () => {
    for (let times = 0; times < 1_000; times += 1) {
      const fraction = systemRandom.fraction();
      expect(fraction >= 0 && fraction < 1).toBe(true);
    }
  });
});
