import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const sourceFile = (name: string): string =>
  fileURLToPath(new URL(`../../src/${name}`, import.meta.url));
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "beluga-run-"));

export interface Run {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Resolves when standard output holds this; rejects when the process ends before. */
  prints(text: string | RegExp): Promise<void>;
}

/** A program of `src/` in a process of its own, with these variables and no others of ours, in an empty folder. */
export function runNode(
  file: string,
  args: readonly string[] = [],
  options: { env?: Readonly<Record<string, string>>; input?: string } = {},
): Run {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [sourceFile(file), ...args], {
    cwd: folder, // where no .env lies
    env: { PATH: process.env.PATH, LOG_LEVEL: "info", DATA_DIR: join(folder, "data"), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const waiting = new Set<() => void>();
  const run: Run = {
    child,
    stdout: "",
    stderr: "",
    ended: new Promise((resolve) => {
      child.once("close", (code, signal) => {
        resolve(code ?? signal);
        for (const look of [...waiting]) look();
      });
    }),
    prints(text) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = typeof text === "string" ? run.stdout.includes(text) : text.test(run.stdout);
          const over = child.exitCode !== null || child.signalCode !== null;
          if (!found && !over) return;
          waiting.delete(look);
          if (found) resolve();
          else reject(new Error(`it ended without printing ${text}:\n${run.stdout}\n${run.stderr}`));
        };
        waiting.add(look);
        look();
      });
    },
  };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    run.stdout += chunk;
    for (const look of [...waiting]) look();
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    run.stderr += chunk;
  });
  child.stdin?.on("error", () => {}); // a program that does not read its input
  child.stdin?.end(options.input ?? "");
  return run;
}
