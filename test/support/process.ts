import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** The flags that `npm start` gives to Node, so that what is measured is what runs. */
export const START_FLAGS: readonly string[] = (() => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  return (scripts.start ?? "").split(/\s+/).filter((word) => word.startsWith("--"));
})();

export interface Child {
  readonly pid: number;
  /** Standard output, line by line, and the last of standard error. */
  readonly lines: readonly string[];
  readonly errors: readonly string[];
  readonly exited: Promise<number | null>;
  /** The first line that fits, now or later; rejects when the process ends before or the time is over. */
  waitForLine(fits: (line: string) => boolean, timeoutMs?: number): Promise<string>;
  /** Resolves when the process is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Runs a file under the same Node as this process, with nothing of this process's settings. */
export function startChild(file: string | URL, options: ChildOptions = {}): Child {
  const child = spawn(
    process.execPath,
    [
      ...(options.flags ?? []),
      typeof file === "string" ? join(ROOT, file) : fileURLToPath(file),
      ...(options.args ?? []),
    ],
    {
      cwd: options.cwd ?? ROOT,
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TMPDIR: tmpdir(), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  alive.add(child);
  const lines: string[] = [];
  const errors: string[] = [];
  const looks = new Set<() => void>();
  const lookAgain = () => {
    for (const look of [...looks]) look();
  };
  let code: number | null | undefined;
  const exited = new Promise<number | null>((resolve) => {
    child.once("close", (status) => {
      code = status;
      alive.delete(child);
      resolve(status);
      lookAgain();
    });
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    lookAgain();
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    errors.push(line);
    if (errors.length > 200) errors.shift();
  });

  return {
    pid: child.pid ?? -1,
    lines,
    errors,
    exited,
    waitForLine: (fits, timeoutMs = START_TIMEOUT_MS) =>
      new Promise((resolve, reject) => {
        const done = () => {
          looks.delete(look);
          clearTimeout(timer);
        };
        const fail = (why: string) => {
          done();
          reject(new Error(`${file}: ${why}\n${[...lines.slice(-5), ...errors.slice(-15)].join("\n")}`));
        };
        const look = () => {
          const found = lines.find(fits);
          if (found !== undefined) {
            done();
            resolve(found);
          } else if (code !== undefined) fail(`ended with code ${code}`);
        };
        const timer = setTimeout(() => fail(`no such line within ${timeoutMs} ms`), timeoutMs);
        looks.add(look);
        look();
      }),
    async end(signal = "SIGTERM") {
      if (code === undefined) child.kill(signal);
      await exited;
    },
  };
}

export interface BotProcess extends Child {
  readonly url: string;
}

export interface BotOptions {
  readonly flags?: readonly string[];
}

/** Starts the bot itself; `ready` resolves when it says so and rejects when it ends before. */
export function spawnBot(
  env: Readonly<Record<string, string>>,
  options: BotOptions = {},
): { readonly child: Child; readonly ready: Promise<BotProcess> } {
  const child = startChild("src/main.ts", {
    flags: [...START_FLAGS, ...(options.flags ?? [])],
    env: { PORT: "0", LOG_LEVEL: "info", ...env },
    // Away from the project, so that nobody's `.env` is read.
    ...(env.DATA_DIR === undefined ? {} : { cwd: env.DATA_DIR }),
  });
  const ready = child
    .waitForLine((text) => text.includes('"msg":"ready"'))
    .then((line) => ({ ...child, url: (JSON.parse(line) as { url: string }).url }));
  ready.catch(() => {}); // whoever waits for it sees the failure; a killed start is none
  return { child, ready };
}

export const startBot = (
  env: Readonly<Record<string, string>>,
  options: BotOptions = {},
): Promise<BotProcess> => spawnBot(env, options).ready;

export interface TelegramProcess extends Child {
  readonly url: string;
  readonly token: string;
  readonly username: string;
  control<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T>;
}

export async function startTelegramProcess(options: object = {}): Promise<TelegramProcess> {
  const child = startChild("test/standins/telegram/main.ts", { args: [JSON.stringify(options)] });
  const line = await child.waitForLine((text) => text.startsWith("{"));
  const { url, token, username } = JSON.parse(line) as { url: string; token: string; username: string };
  return {
    ...child,
    url,
    token,
    username,
    control: (method, path, body) => callJson(method, `${url}/_control/${path}`, body),
  };
}

export interface DiscordProcess extends Child {
  readonly url: string;
  readonly token: string;
  readonly botId: string;
  readonly generalId: string;
  control<T>(name: string, args?: object): Promise<T>;
}

export async function startDiscordProcess(): Promise<DiscordProcess> {
  const child = startChild("test/standins/discord/main.ts");
  const line = await child.waitForLine((text) => text.startsWith("{"));
  const { control, ...info } = JSON.parse(line) as Record<
    "control" | "url" | "token" | "botId" | "generalId",
    string
  >;
  return { ...child, ...info, control: (name, args = {}) => callJson("POST", `${control}/${name}`, args) };
}

async function callJson<T>(method: string, url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text === "" ? "null" : text) as T;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A folder of its own, and how to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "beluga-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Processor time of a process in milliseconds; undefined where the system does not tell. */
export function cpuMs(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const fields = readFileSync(file, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10; // clock ticks are 10 ms on every Linux that we know
}

/** Resident memory of a process in MB (10^6 bytes), and how much of it are pages of files such as Node itself. */
export function residentMb(pid: number): { all: number; ofFiles: number } | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const mb = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1]) * 1_024) / 1e6;
  return { all: mb("VmRSS"), ofFiles: mb("RssFile") };
}
