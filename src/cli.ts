import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// As in main.ts: compiled code is kept from one run to the next.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/beluga", import.meta.url)));

const USAGE = `Usage:
  npm run --silent ask -- "新生儿要吃维生素D3吗"     print the answer
  npm run --silent ask -- --json "…"              print one JSON object
  npm run --silent ask -- --batch                 JSON lines {id, text, ageMonths?} in, one JSON line each out
  npm run --silent knowledge -- gaps              keep the articles: see knowledge -- help
  npm run --silent eval -- FILE --json            how well the questions of a file are answered
  npm run doctor                                  look whether everything is set up, and say how to mend it
`;

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  switch (command) {
    case "ask":
      return await (await import("./ask-command.ts")).runAsk(args, process);
    case "eval":
      return await (await import("./eval-command.ts")).runEval(args, process);
    case "knowledge":
      return await (await import("./knowledge-command.ts")).runKnowledge(args, process);
    case "doctor":
      return await (await import("./doctor-command.ts")).runDoctor(process);
    default:
      process.stderr.write(USAGE);
      return 2;
  }
}

// A reader that leaves early (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
