import { readFileSync } from "node:fs";
import { z } from "zod";

const TriageRow = z.object({
  id: z.string(),
  text: z.string(),
  /** Age of the child as the bot would know it; most texts say it themselves or not at all. */
  ageMonths: z.number().optional(),
  level: z.enum(["none", "care", "urgent", "emergency"]),
  kinds: z.array(z.string()).optional(),
  /** What it is an example of, and in which round it was written. */
  note: z.string(),
  /** Frozen before the engine was run on it; never used for fitting. */
  heldOut: z.boolean().optional(),
});
export type TriageRow = z.infer<typeof TriageRow>;

/** The project's own messages for triage, in the order in which they were written. */
export function triageRows(): readonly TriageRow[] {
  const path = new URL("./triage.jsonl", import.meta.url);
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => TriageRow.parse(JSON.parse(line)));
}
