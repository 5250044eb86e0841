import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { SETTINGS } from "../../src/config.ts";
import { runDoctor } from "../../src/doctor-command.ts";
import { type DiscordStandIn, startDiscordStandIn } from "../standins/discord/index.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";
import { runNode, temporaryFolder } from "../support/run-node.ts";

let telegram: TelegramStandIn;
let shy: TelegramStandIn;
let discord: DiscordStandIn;
beforeAll(async () => {
  telegram = await startTelegramStandIn({ validate: false });
  shy = await startTelegramStandIn({ validate: false, readsAll: false });
  discord = await startDiscordStandIn();
});
afterAll(() => Promise.all([telegram.stop(), shy.stop(), discord.stop()]));
afterEach(() => {
  vi.unstubAllEnvs();
  telegram.clearFaults();
  discord.faults.clear();
});

/** The command within this process, with these variables; it reads its settings from the environment. */
async function doctor(env: Readonly<Record<string, string>>) {
  for (const name of SETTINGS) vi.stubEnv(name, undefined);
  const settings = { PORT: "0", DATA_DIR: join(temporaryFolder(), "data"), ...env };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  let output = "";
  const stdout = {
    write(text: string) {
      output += text;
      return true;
    },
  };
  const code = await runDoctor({ stdout } as unknown as Parameters<typeof runDoctor>[0]);
  for (const [name, value] of Object.entries(env)) {
    if (/TOKEN|KEY|DATABASE_URL/.test(name)) expect(output, `${name} is not shown`).not.toContain(value);
  }
  return { code, output };
}
const onTelegram = ({ url, token }: TelegramStandIn) => ({
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_API_ROOT: url,
});
const onDiscord = () => ({ DISCORD_BOT_TOKEN: discord.token, DISCORD_API_ROOT: discord.url });

describe("doctor", () => {
  it("finds all well with nothing configured", async () => {
    const { code, output } = await doctor({});
    expect(code).toBe(0);
    expect(output).toMatch(/ok +Articles: \d+ can be used/);
    expect(output).toContain("Telegram: not configured (TELEGRAM_BOT_TOKEN)");
    expect(output).not.toMatch(/WARNING|BROKEN/);
  });

  it("finds all well with both platforms set up", async () => {
    const { code, output } = await doctor({ ...onTelegram(telegram), ...onDiscord() });
    expect(code).toBe(0);
    expect(output).toContain("belongs to @beluga_test_bot");
    expect(output).not.toMatch(/WARNING|BROKEN/);
    expect(telegram.calls.items.every(({ method }) => method.startsWith("get"))).toBe(true);
  });

  it("warns of privacy mode and says how to switch it off", async () => {
    const { code, output } = await doctor(onTelegram(shy));
    expect(code).toBe(0);
    expect(output).toMatch(/WARNING Telegram privacy mode: on/);
    expect(output).toContain("/setprivacy");
  });

  it("finds a refused token of Telegram broken", async () => {
    const token = "700000002:AAsomebodyElsesTokenThatIsNotGood_123";
    const { code, output } = await doctor({ ...onTelegram(telegram), TELEGRAM_BOT_TOKEN: token });
    expect(code).toBe(1);
    expect(output).toMatch(/BROKEN +Telegram token: Telegram refuses it/);
    expect(output).toContain("@BotFather");
  });

  it("finds a refused token of Discord broken", async () => {
    const token = `${discord.token.slice(0, -6)}zzzzzz`;
    const { code, output } = await doctor({ ...onDiscord(), DISCORD_BOT_TOKEN: token });
    expect(code).toBe(1);
    expect(output).toMatch(/BROKEN +Discord token: Discord refuses it/);
    expect(output).toContain("developer portal");
  });

  it("tells a platform that cannot be reached from one that refuses", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const nowhere = `http://127.0.0.1:${port}`;
    const { code, output } = await doctor({ ...onTelegram(telegram), TELEGRAM_API_ROOT: nowhere });
    expect(code).toBe(1);
    expect(output).toContain("Telegram could not be asked");
  });

  it("warns when Discord hides the text of messages", async () => {
    discord.faults.when(
      { method: "GET", path: "^/applications" },
      { status: 200, body: { id: "1", flags: 0 } },
    );
    const { code, output } = await doctor(onDiscord());
    expect(code).toBe(0);
    expect(output).toMatch(/WARNING Discord message intent: off/);
    expect(output).toContain("Message Content Intent");
  });

  it("warns when another webhook is registered than the settings say", async () => {
    const webhook = { TELEGRAM_WEBHOOK: "1", PUBLIC_URL: "https://beluga.example" };
    const missing = await doctor({ ...onTelegram(telegram), ...webhook });
    expect(missing.code).toBe(0);
    expect(missing.output).toMatch(/WARNING Telegram webhook: none is registered yet/);
    const info = {
      url: "https://elsewhere.example/hook",
      has_custom_certificate: false,
      pending_update_count: 3,
    };
    telegram.fail({ method: "getWebhookInfo", times: 1, body: JSON.stringify({ ok: true, result: info }) });
    const other = await doctor({ ...onTelegram(telegram), ...webhook });
    expect(other.output).toMatch(/WARNING Telegram webhook: another address is registered/);
    telegram.fail({ method: "getWebhookInfo", times: 1, body: JSON.stringify({ ok: true, result: info }) });
    const polling = await doctor(onTelegram(telegram));
    expect(polling.output).toMatch(/WARNING Telegram webhook: one is registered/);
  });

  it("finds a folder that cannot be written and a database that does not answer broken", async () => {
    const file = join(temporaryFolder(), "a-file");
    writeFileSync(file, "");
    const folder = await doctor({ DATA_DIR: join(file, "data") });
    expect(folder.code).toBe(1);
    expect(folder.output).toMatch(/BROKEN +Database: the folder/);
    const server = await doctor({ DATABASE_URL: "postgres://beluga:very-secret@127.0.0.1:1/beluga" });
    expect(server.code).toBe(1);
    expect(server.output).toMatch(/BROKEN +Database: PostgreSQL cannot be used/);
    expect(server.output).not.toContain("very-secret");
  });

  it("warns where what several processes share cannot be used, or is of no use", async () => {
    const alone = await doctor({ REDIS_URL: "redis://:very-secret@127.0.0.1:1" });
    expect(alone.output).toMatch(/WARNING +Redis: REDIS_URL is set without DATABASE_URL/);
    const away = await doctor({
      DATABASE_URL: "postgres://beluga:x@127.0.0.1:1/beluga",
      REDIS_URL: "redis://:very-secret@127.0.0.1:1",
    });
    expect(away.output).toMatch(/WARNING +Redis: Redis cannot be used/);
    expect(alone.output + away.output).not.toContain("very-secret");
  });

  it("ends the program with code 1 when something is broken", async () => {
    const run = runNode("cli.ts", ["doctor"], { env: { TELEGRAM_BOT_TOKEN: "not-a-token" } });
    expect(await run.ended).toBe(1);
    expect(run.stdout).toContain("TELEGRAM_BOT_TOKEN");
    expect(run.stdout + run.stderr).not.toContain("not-a-token");
  });

  it("finds bad settings broken and names them", async () => {
    const { code, output } = await doctor({
      TELEGRAM_BOT_TOKEN: "not-a-token",
      CASE_ENCRYPTION_KEY: "short-key",
    });
    expect(code).toBe(1);
    expect(output).toContain("TELEGRAM_BOT_TOKEN");
    expect(output).toContain("CASE_ENCRYPTION_KEY");
  });

  it("warns of a taken port, which may be Beluga itself", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { code, output } = await doctor({ PORT: String((server.address() as AddressInfo).port) });
    expect(code).toBe(0);
    expect(output).toMatch(/WARNING Port: \d+ is taken/);
    server.close();
  });
});
