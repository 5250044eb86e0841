import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { freePort } from "./process.ts";

export interface RedisServer {
  readonly url: string;
  /** Ends it, as when its machine fails; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Stops answering without closing anything, until `wake`. */
  sleep(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Where `redis-server` lies; undefined when this machine has none. */
function findRedis(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
  ];
  return folders.map((folder) => join(folder, "redis-server")).find((file) => existsSync(file));
}

/** Starts a server of its own on a free port; nothing of it is left after `stop`. */
async function startRedis(binary: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "beluga-redis-"));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const killNow = () => void child?.kill("SIGKILL");
  process.once("exit", killNow);
  async function start(): Promise<void> {
    const args = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--save",
      "",
      "--appendonly",
      "no",
    ];
    const started = spawn(binary, args, { stdio: ["ignore", "pipe", "ignore"] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      started.stdout.setEncoding("utf8");
      started.stdout.on("data", (text: string) => {
        said = (said + text).slice(-2_000);
        if (said.includes("Ready to accept connections")) resolve();
      });
      started.once("error", reject);
      started.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)));
    });
  }
  async function kill(): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGCONT");
    ending.kill("SIGKILL");
    await ended;
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    sleep: () => void child?.kill("SIGSTOP"),
    wake: () => void child?.kill("SIGCONT"),
    async stop() {
      process.off("exit", killNow);
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A suite with a Redis of its own. Where there is none one line says so; in CI that is a failure. */
export function describeWithRedis(title: string, suite: (redis: () => RedisServer) => void): void {
  const binary = findRedis();
  describe(title, () => {
    if (binary === undefined) {
      const missing = "Redis is not tried: no redis-server was found on this machine";
      if (process.env.CI) {
        it("has its Redis server in CI", () => {
          throw new Error(missing);
        });
      } else {
        process.stderr.write(`${missing}\n`);
        it.skip(missing, () => {});
      }
      return;
    }
    let server: RedisServer | undefined;
    beforeAll(async () => {
      server = await startRedis(binary);
    });
    afterAll(async () => {
      await server?.stop();
    });
    suite(() => {
      if (!server) throw new Error("Redis has not started");
      return server;
    });
  });
}
