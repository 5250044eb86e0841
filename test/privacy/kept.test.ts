import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KEPT } from "../../src/core/kept.ts";
import { openMemory } from "../delivery/harness.ts";

/** Tables without a time of their own, each with the reason. */
const WITHOUT_TIME: Readonly<Record<string, string>> = {
  meta: "settings of the installation",
  holdings: "processes and their turns, names of no person",
  hosts: "public names",
  chats: "groups, as long as they are bound; a private chat goes with its person",
  persons: "goes with the last account",
  roles: "as long as somebody works for a host",
  staff_aliases: "as long as somebody works for a host",
  duty_shifts: "as long as somebody works for a host",
  canned_replies: "texts of the staff",
  host_times: "settings of a host",
  receipts: "go with their delivery",
  threads: "threads of staff rooms",
  feedback: "goes with its answer",
  answer_wordings: "reviewed words, nobody's",
  rewording_failures: "reviewed words, nobody's",
  gaps: "masked questions without a name",
  gap_groups: "masked questions without a name",
  gap_bands: "figures",
  gap_events: "the editors' work",
  article_revisions: "published texts",
  article_events: "the editors' work",
  article_heads: "published texts",
  article_version: "a figure",
  article_questions: "masked questions without a name",
  review_notices: "dates of articles",
  model_spending: "figures",
  text_vectors: "figures of articles",
  case_events: "go with their case",
  staff_codes: "go with their case",
  aid_programmes: "offers of a host",
  aid_events: "go with their application",
  host_promises: "public words of a host",
  products: "goods",
  campaigns: "offers of a host",
  coupon_codes: "codes, without whose they are",
  live_sessions: "public",
  live_schedules: "public",
  hook_calls: "digests, for minutes",
  alert_settings: "settings of a host",
  broadcasts: "public words of a host",
  chat_rules: "settings of groups",
  chat_days: "figures, for a week",
  subscriptions: "until she ends them, or with the account",
  person_quiet: "until she ends it, or with the account",
  partners: "hosts",
  robots: "addresses of group robots, sealed; until the host removes them",
  robot_digests: "public words, until they are told",
  live_probes: "public pages",
  forget_wishes: "until nothing has to stay, then gone",
  safety_acts: "what the staff pressed about a report, as long as its number",
  sweeps: "until the next round, then gone",
};

describe("the table of times", () => {
  it("knows every table of the database, or why it needs no time", async () => {
    const storage = await openMemory();
    const tables = await storage.transact(({ db }) => db.introspection.getTables());
    await storage.close();
    const known = new Set<string>(KEPT.map(({ table }) => table));
    const missing = tables.map(({ name }) => name).filter((name) => !known.has(name) && !WITHOUT_TIME[name]);
    expect(missing).toEqual([]);
    expect(tables.length).toBeGreaterThan(60);
    const odd = Object.keys(WITHOUT_TIME).filter((name) => !tables.some((table) => table.name === name));
    expect(odd).toEqual([]);
  });

  it("is the README's", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const section = /## What is kept, and how long\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? "";
    const rows = section
      .split("\n")
      .filter((line) => /^\| [a-z ]+ \| `/.test(line))
      .map((line) => line.slice(2, -2));
    expect(rows).toEqual(
      KEPT.map(({ feature, table, what, days, why }) =>
        [feature, `\`${table}\``, what, days === 0 ? "until it is over" : `${days} days`, why].join(" | "),
      ),
    );
  });

  it("names each rule once", () => {
    const rules = KEPT.map(({ rule }) => rule);
    expect(new Set(rules).size).toBe(rules.length);
  });
});
