import { RESTEvents } from "discord.js";
import { expect, it } from "vitest";
import { createDiscordRest } from "../../src/platforms/discord/rest.ts";

it("holds back before Discord shuts the address out for refused requests, and goes on when they are old", () => {
  let now = 0;
  const clock = { now: () => now, after: () => () => {} };
  const rest = createDiscordRest({ token: "x", timeoutMs: 1_000, clock });
  const refuse = (status: number, count: number, scope = "user") => {
    const response = new Response(null, { status, headers: { "x-ratelimit-scope": scope } });
    for (let n = 0; n < count; n += 1) rest.client.emit(RESTEvents.Response, {} as never, response as never);
  };
  refuse(403, 4_000);
  refuse(429, 3_999);
  refuse(404, 5_000);
  refuse(429, 5_000, "shared");
  expect(() => rest.assertBudget()).not.toThrow();
  refuse(401, 1);
  expect(() => rest.assertBudget()).toThrow(expect.objectContaining({ scope: "platform", flood: true }));
  expect(rest.refusedShare()).toBeCloseTo(0.8);
  now += 10 * 60_000;
  expect(() => rest.assertBudget()).not.toThrow();
});
