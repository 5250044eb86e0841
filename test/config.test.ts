import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError, loadConfig, SETTINGS } from "../src/config.ts";

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const README = new URL("../README.md", import.meta.url);

function problemsOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return "";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

describe("the documents", () => {
  it(".env.example names exactly the settings that there are, all switched off", () => {
    const named = [...read(".env.example").matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect([...named].sort()).toEqual([...SETTINGS].sort());
    expect(read(".env.example").match(/^[A-Z]\w*=/gm)).toBeNull();
  });

  it.skipIf(!existsSync(README))("README's table has exactly the settings that there are", () => {
    const named = [...read("README.md").matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)].map(([, name]) => name);
    expect([...named].sort()).toEqual([...SETTINGS].sort());
  });
});

describe("settings", () => {
  it("are all optional: with none the bot is a web room on this machine", () => {
    expect(loadConfig({})).toMatchObject({
      http: { port: 8787, host: "127.0.0.1" },
      dataDir: "./data",
      telegram: undefined,
      discord: undefined,
      model: undefined,
      databaseUrl: undefined,
      logLevel: "info",
    });
  });

  it("that are there but empty count as not set", () => {
    const empty = Object.fromEntries(SETTINGS.map((name) => [name, "  "]));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it("are read whole", () => {
    const token = `123456:${"a".repeat(30)}`;
    expect(
      loadConfig({
        PORT: "0",
        HOST: "0.0.0.0",
        PUBLIC_URL: "https://beluga.example/",
        DATABASE_URL: "postgres://u:p@db/x",
        TELEGRAM_BOT_TOKEN: token,
        TELEGRAM_WEBHOOK: "yes",
        DISCORD_BOT_TOKEN: "d".repeat(30),
        OPENAI_BASE_URL: "http://127.0.0.1:1234/v1",
        CASE_ENCRYPTION_KEY: `${"ab".repeat(32)}, ${"A".repeat(43)}=`,
        LOG_LEVEL: "silent",
      }),
    ).toMatchObject({
      http: { port: 0, host: "0.0.0.0" },
      publicUrl: "https://beluga.example",
      databaseUrl: "postgres://u:p@db/x",
      telegram: { token, webhook: true },
      discord: { token: "d".repeat(30) },
      model: { baseUrl: "http://127.0.0.1:1234/v1", apiKey: undefined },
      caseEncryptionKeys: [Buffer.alloc(32, 0xab), Buffer.alloc(32)],
      logLevel: "silent",
    });
  });

  it("of a platform without its token do not switch the platform on", () => {
    const config = loadConfig({
      TELEGRAM_API_ROOT: "http://127.0.0.1:1",
      DISCORD_API_ROOT: "http://127.0.0.1:2",
      OPENAI_MODEL: "some",
    });
    expect([config.telegram, config.discord, config.model]).toEqual([undefined, undefined, undefined]);
  });

  it("may be 0 or false for a webhook", () => {
    const token = `123456:${"a".repeat(30)}`;
    for (const off of ["0", "false", "no", ""]) {
      const config = loadConfig({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK: off });
      expect(config.telegram?.webhook).toBe(false);
    }
  });
});

describe("a bad value", () => {
  it.each([
    ["PORT", "geheim"],
    ["PORT", "70000"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["DATABASE_URL", "mysql://beluga:geheim@db/x"],
    ["DATABASE_URL", "geheim"],
    ["REDIS_URL", "http://:geheim@redis"],
    ["PUBLIC_URL", "ftp://geheim.example"],
    ["SETUP_CODE", "geheim"],
    ["SETUP_CODE", "geheim".repeat(20)],
    ["TELEGRAM_BOT_TOKEN", "geheim"],
    ["TELEGRAM_BOT_TOKEN", "123456:geheim"],
    ["TELEGRAM_API_ROOT", "geheim"],
    ["TELEGRAM_WEBHOOK", "geheim"],
    ["DISCORD_BOT_TOKEN", "geheim"],
    ["DISCORD_BOT_TOKEN", "geheim geheim geheim geheim"],
    ["OPENAI_BASE_URL", "geheim"],
    ["CASE_ENCRYPTION_KEY", "geheim"],
    ["LOG_LEVEL", "geheim"],
  ])("of %s (%s) stops the start with the variable's name and never its content", (name, value) => {
    const said = problemsOf({ [name]: value });
    expect(said).toMatch(new RegExp(`^${name}: \\S`, "m"));
    expect(said).not.toContain(value);
    expect(said).not.toContain("geheim");
  });

  it("does not hide another one", () => {
    const said = problemsOf({ PORT: "x", LOG_LEVEL: "y", HOST: "0.0.0.0" });
    expect(said).toMatch(/^PORT: /m);
    expect(said).toMatch(/^LOG_LEVEL: /m);
  });
});

describe("settings that contradict each other", () => {
  it("listening beyond this machine needs the address under which people come", () => {
    expect(problemsOf({ HOST: "0.0.0.0" })).toMatch(/^HOST: .*PUBLIC_URL/m);
    expect(problemsOf({ HOST: "192.168.1.5" })).toMatch(/^HOST: /m);
    expect(problemsOf({ HOST: "0.0.0.0", PUBLIC_URL: "https://beluga.example" })).toBe("");
    for (const host of ["127.0.0.1", "::1", "localhost"]) expect(problemsOf({ HOST: host })).toBe("");
  });

  it("a webhook needs the address that Telegram is to call", () => {
    expect(problemsOf({ TELEGRAM_WEBHOOK: "1" })).toMatch(/^TELEGRAM_WEBHOOK: .*PUBLIC_URL/m);
    expect(problemsOf({ TELEGRAM_WEBHOOK: "0" })).toBe("");
  });
});
