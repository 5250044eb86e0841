import { expect, it } from "vitest";
import { findPostgres, startPostgres } from "../support/postgres-server.ts";
import { describeWithRedis } from "../support/redis-server.ts";
import { textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const degraded = async ({ app }: TestApp): Promise<string> => {
  const response = await fetch(`${app.url}/readyz`);
  const { status, degraded: lines } = (await response.json()) as { status: string; degraded: string[] };
  return `${response.status} ${status} ${lines.join(" ")}`;
};

async function until(look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await look())) {
    if (performance.now() > end) throw new Error("it did not come in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describeWithRedis("the bot on PostgreSQL and Redis", (redis) => {
  const binaries = findPostgres();
  const missing = "the bot on a server is not tried: no postgres and initdb were found on this machine";
  if (binaries === undefined) {
    process.stderr.write(`${missing}\n`);
    it.skipIf(!process.env.CI)(missing, () => {
      throw new Error(missing);
    });
    return;
  }

  it("answers, says when Redis is away, goes on answering, and finds it again", async () => {
    const server = await startPostgres(binaries);
    const app = await startTestApp({
      telegram: "polling",
      env: { DATABASE_URL: server.url("postgres"), REDIS_URL: redis().url },
    });
    try {
      const mei = app.telegram.person("小美");
      await until(async () => (await degraded(app)) === "200 ready ");
      expect(textOf(await mei.tells("新生儿要吃维生素D3吗"))).toContain("400");
      await redis().kill();
      await until(async () => (await degraded(app)).includes("Redis does not answer"));
      expect(await degraded(app)).toMatch(/^200 degraded /);
      expect(textOf(await mei.tells("宝宝多大可以喝水"))).not.toBe("");
      await redis().start();
      await until(async () => (await degraded(app)) === "200 ready ");
      expect(textOf(await mei.tells("新生儿要吃维生素D3吗"))).toContain("400");
      await app.down();
      await app.up();
      expect(textOf(await mei.tells("新生儿要吃维生素D3吗"))).toContain("400");
    } finally {
      await app.stop();
      await server.stop();
    }
  });
});
