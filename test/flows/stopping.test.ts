import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type Run, runNode, temporaryFolder } from "../support/run-node.ts";
import { startTestApp } from "../support/test-app.ts";

const READY = "小白鲸已经起来了";
const runs: Run[] = [];
const run = (env: Readonly<Record<string, string>>): Run => {
  const started = runNode("main.ts", [], { env: { PORT: "0", ...env } });
  runs.push(started);
  return started;
};
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

describe("stopping", () => {
  it("takes at most ten seconds while sends hang, and the answer comes after the next start", async () => {
    const app = await startTestApp({ telegram: "polling", sendTimeoutMs: 30_000 });
    const { standIn } = app.telegram;
    standIn.fail({ method: "sendMessage", hang: true, times: 0 });
    const mei = app.telegram.person("小美");
    mei.saysLater(undefined, "新生儿要吃维生素D3吗");
    await standIn.waitForCall("sendMessage");
    const begun = performance.now();
    await app.down();
    expect(performance.now() - begun).toBeLessThan(10_000);
    standIn.clearFaults();
    await app.up();
    // The lost send is repeated after a pause that grows, and the pause is not what is looked at here.
    app.clock.forward(5_000);
    const answer = await app.telegram.hears(({ chatId }) => chatId === mei.userId);
    expect(answer.text).toContain("400 IU");
    await app.stop();
  });

  it("ends with code 0 on SIGTERM, and again on SIGINT", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const bot = run({});
      await bot.prints(READY);
      bot.child.kill(signal);
      expect(await bot.ended).toBe(0);
      expect(bot.stdout).toContain('"msg":"stopped"');
      expect(bot.stderr).toBe("");
    }
  });
});

describe("a start that cannot be", () => {
  it("refuses a second process on the same folder, which is free again after a kill", async () => {
    const env = { DATA_DIR: temporaryFolder() };
    const first = run(env);
    await first.prints(READY);
    const second = run(env);
    expect(await second.ended).toBe(1);
    expect(second.stderr).toContain("Another Beluga is already running on the folder");
    expect(second.stderr).toContain("DATA_DIR");
    expect(second.stderr).not.toContain(" at ");
    first.child.kill("SIGKILL");
    await first.ended;
    const third = run(env);
    await third.prints(READY);
  });

  it("says so when the port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const bot = run({ PORT: String(port) });
    expect(await bot.ended).toBe(1);
    expect(bot.stderr.trim()).toBe(`port ${port} is taken by another program; set PORT to a free one`);
    server.close();
  });

  it("names a bad setting and never shows its value", async () => {
    const bot = run({ TELEGRAM_BOT_TOKEN: "my-secret-value", LOG_LEVEL: "shouting", PORT: "99999999" });
    expect(await bot.ended).toBe(1);
    for (const name of ["TELEGRAM_BOT_TOKEN", "LOG_LEVEL", "PORT"]) expect(bot.stderr).toContain(name);
    for (const value of ["my-secret-value", "shouting", "99999999"]) {
      expect(bot.stderr + bot.stdout).not.toContain(value);
    }
  });

  it("refuses to listen beyond this machine without a public address", async () => {
    const bot = run({ HOST: "0.0.0.0" });
    expect(await bot.ended).toBe(1);
    expect(bot.stderr).toContain("PUBLIC_URL");
  });
});

describe("a first start with nothing at all", () => {
  it("says where to look, what to try, and the set-up code, which stays the same until it is used", async () => {
    const env = { DATA_DIR: temporaryFolder() };
    const codeOf = ({ stdout }: Run) => /\/claim ([0-9a-z]{4}-[0-9a-z]{4})/.exec(stdout)?.[1];
    const first = run(env);
    await first.prints(READY);
    await first.prints("set-up code");
    expect(first.stdout).toContain("/room");
    expect(first.stdout).toContain("新生儿要吃维生素D3吗");
    first.child.kill("SIGTERM");
    await first.ended;
    const second = run(env);
    await second.prints("set-up code");
    expect(codeOf(second)).toBe(codeOf(first));
    expect(codeOf(first)).toBeDefined();
  });
});
