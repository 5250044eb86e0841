import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import type { Loading } from "./knowledge/load-aside.ts";

// Compiled code is kept from start to start (a third less work); it must be on before anything large is loaded.
// A folder that cannot be written only means a slower start.
const CACHE_FOLDER = fileURLToPath(new URL("../node_modules/.cache/beluga", import.meta.url));
enableCompileCache(CACHE_FOLDER);
// Before everything else, so that another process indexes the articles while this one loads and opens the rest.
const { loadAside } = await import("./knowledge/load-aside.ts");
const { KNOWLEDGE_FOLDER } = await import("./knowledge-folder.ts");
let loading: Loading | undefined = loadAside(KNOWLEDGE_FOLDER, CACHE_FOLDER);
const { startApp } = await import("./app.ts");
const { ConfigError, loadConfig, readEnvironment } = await import("./config.ts");
const { createLogger, describeError } = await import("./core/logger.ts");
const { ListenError } = await import("./http-server.ts");
const { KnowledgeError } = await import("./knowledge/index.ts");
const { FolderInUseError } = await import("./storage/index.ts");

const EXPECTED = [ConfigError, KnowledgeError, FolderInUseError, ListenError];

/** When what only the start needed is given back. */
const TIDY_AFTER_MS = 1_500;

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const logger = createLogger(config.logLevel);
  process.on("unhandledRejection", (error) => logger.error({ error }, "an unhandled rejection"));
  const app = await startApp({ config, logger, shipped: loading?.shipped });
  loading = undefined; // the texts of the files are in the database by now
  logger.info({ url: app.url, readyMs: Math.round(performance.now()) }, "ready");
  const stop = async (signal: NodeJS.Signals) => {
    await app.stop(); // a second signal finds it stopping already
    logger.info({ signal }, "stopped");
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // Last: whoever reads this may end the process at once, and it has to end cleanly.
  process.stdout.write(`${greeting(app.url, app.setupCode, config.publicUrl)}\n`);
  // Once, a tenth of a second long: V8 would keep the room that the start took for as long as nobody writes. Only
  // `npm start` gives Node the flag that makes this possible.
  setTimeout(
    () => globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" }),
    TIDY_AFTER_MS,
  ).unref();
}

function greeting(url: string, setupCode: string | undefined, publicUrl: string | undefined): string {
  return [
    "",
    "小白鲸已经起来了。Beluga is swimming.",
    `  网页群 / web room:    ${publicUrl ?? url}/room`,
    `  健康检查 / health:    ${url}/readyz`,
    "  试试问一句 / try:     新生儿要吃维生素D3吗",
    ...(setupCode === undefined
      ? []
      : [
          `  设置码 / set-up code: ${setupCode}   （私聊机器人发 /claim ${setupCode} 成为管理员 · send it to the bot in private）`,
        ]),
    "",
  ].join("\n");
}

main().catch((error: unknown) => {
  const expected = EXPECTED.some((kind) => error instanceof kind);
  process.stderr.write(
    expected && error instanceof Error
      ? `${error.message}\n`
      : `Beluga could not start:\n${JSON.stringify(describeError(error), null, 2)}\n`,
  );
  process.exit(1);
});
