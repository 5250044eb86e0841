import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { loadConfig, SETTINGS } from "../src/config.ts";

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

const Service = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  command: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  deploy: z.object({ replicas: z.number() }).optional(),
  depends_on: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown()).transform((all) => Object.keys(all))])
    .default([]),
  stop_grace_period: z.string().optional(),
});
const compose = z
  .object({
    services: z.object({ bot: Service, postgres: Service, redis: Service, proxy: Service }),
    volumes: z.record(z.string(), z.unknown()),
    networks: z.record(z.string(), z.unknown()),
  })
  // As compose does it with the values of deploy/.env.
  .parse(parse(read("deploy/compose.yaml").replaceAll(/\$\{\w+:\?[^}]*\}/g, "filled")));
const { bot, postgres, redis, proxy } = compose.services;
const dockerfile = read("deploy/Dockerfile");
const envNames = [...read("deploy/beluga.env.example").matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(
  ([, name]) => name ?? "",
);

describe("the compose file", () => {
  it("runs two bots on one PostgreSQL and one Redis behind a proxy, named as they are", () => {
    expect(bot.deploy?.replicas).toBe(2);
    expect(new URL(bot.environment.DATABASE_URL ?? "").hostname).toBe("postgres");
    expect(new URL(bot.environment.REDIS_URL ?? "").hostname).toBe("redis");
    expect(read("deploy/Caddyfile")).toContain(`bot ${bot.environment.PORT}`);
    const { services } = compose;
    for (const { depends_on: needed } of Object.values(services)) {
      for (const name of needed) expect(Object.keys(services)).toContain(name);
    }
  });

  it("sets only what config.ts knows, and in a way that the bot starts with", () => {
    const given = [...Object.keys(bot.environment), ...envNames];
    expect(given.filter((name) => !SETTINGS.includes(name))).toEqual([]);
    expect(envNames.filter((name) => name in bot.environment)).toEqual([]);
    const set = read("deploy/beluga.env.example").matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm);
    const config = loadConfig({
      ...bot.environment,
      ...Object.fromEntries([...set].map(([, name, value]) => [name, value])),
    });
    expect(config.http).toEqual({ host: "0.0.0.0", port: 8787 });
  });

  it("keeps what must not be lost on volumes, Redis with its append-only file, and both out of reach", () => {
    expect(redis.command.join(" ")).toContain("--appendonly yes");
    for (const [service, path] of [
      [postgres, "/var/lib/postgresql/data"],
      [redis, "/data"],
    ] as const) {
      const [volume] = service.volumes;
      expect(volume?.split(":")[1]).toBe(path);
      expect(Object.keys(compose.volumes)).toContain(volume?.split(":")[0]);
      expect(service.ports).toEqual([]);
      expect(service.networks).toEqual(["inside"]);
    }
    expect(compose.networks.inside).toEqual({ internal: true });
    expect(proxy.networks).not.toContain("inside");
  });

  it("holds no secret", () => {
    expect(read("deploy/compose.yaml")).toMatch(/POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD:\?/);
    for (const [, name, value] of read("deploy/beluga.env.example").matchAll(/^([A-Z0-9_]+)=(.*)$/gm)) {
      expect([name, /TOKEN|KEY|CODE|PASSWORD/.test(name ?? "") ? value : ""]).toEqual([name, ""]);
    }
  });

  it("waits for the bot to end what is under way", () => {
    expect(Number.parseInt(bot.stop_grace_period ?? "", 10)).toBeGreaterThan(9 + 2);
  });
});

describe("the Dockerfile", () => {
  it("takes the Node that the tests run on, without development's packages, and not as root", () => {
    const { devDependencies, scripts } = JSON.parse(read("package.json"));
    const images = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    expect(new Set(images)).toEqual(new Set([devDependencies.node]));
    expect(dockerfile).toContain("npm ci --omit=dev");
    const last = dockerfile.slice(dockerfile.lastIndexOf("FROM "));
    expect(last.indexOf("USER node")).toBeGreaterThan(0);
    expect(last.indexOf("USER node")).toBeLessThan(last.indexOf("CMD ["));
    const command = /^CMD (\[.*\])$/m.exec(last)?.[1] ?? "[]";
    expect(JSON.parse(command).join(" ")).toBe(scripts.start);
    expect(last).toMatch(/HEALTHCHECK[\s\S]*\/readyz/);
  });

  it("copies what there is, and everything that the bot reads", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
      names.split(" "),
    );
    for (const name of copied)
      expect([name, existsSync(new URL(`../${name}`, import.meta.url))]).toEqual([name, true]);
    const kept = read("deploy/Dockerfile.dockerignore").match(/(?<=^!).+$/gm) ?? [];
    expect([...new Set(copied)].sort()).toEqual([...kept].sort());
    // Everything at the top that is no test, no document and no tool's setting.
    const folders = readdirSync(new URL("..", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
    const left = folders.filter((name) => !copied.includes(name));
    expect(left.filter((name) => !["node_modules", "test", "deploy", "data"].includes(name))).toEqual([]);
  });
});
