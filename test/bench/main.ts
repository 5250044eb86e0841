import { benchAsk } from "./ask.ts";
import { benchClaims } from "./claims.ts";
import { benchFanout } from "./fanout.ts";
import { benchRetrieval } from "./retrieval.ts";
import { benchStart } from "./start.ts";
import { benchTriage } from "./triage.ts";
import { benchWebhook } from "./webhook.ts";

const BENCHES: Readonly<Record<string, () => Promise<object>>> = {
  ask: benchAsk,
  claims: benchClaims,
  fanout: benchFanout,
  retrieval: benchRetrieval,
  start: benchStart,
  triage: benchTriage,
  webhook: benchWebhook,
};

const args = process.argv.slice(2);
const [name = ""] = args.filter((arg) => !arg.startsWith("--"));
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(
    `Usage: npm run --silent bench -- NAME [--json]\nNAME: ${Object.keys(BENCHES).join(", ")}\n`,
  );
  process.exit(2);
}
const figures = await bench();
process.stdout.write(args.includes("--json") ? `${JSON.stringify(figures)}\n` : table(figures));
process.exit(0);

/** One line a figure, groups indented. */
function table(values: object, indent = ""): string {
  return Object.entries(values)
    .map(([key, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? `${indent}${key}\n${table(value, `${indent}  `)}`
        : `${indent}${key.padEnd(26 - indent.length)}${Array.isArray(value) ? value.join(", ") : value}\n`,
    )
    .join("");
}
