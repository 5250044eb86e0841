import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Random, randomId } from "../core/random.ts";

const FOLDER = fileURLToPath(new URL("../../prompts", import.meta.url));

/** A prompt file that cannot be used, or one used in another way than it was written for. */
export class PromptError extends Error {
  override readonly name = "PromptError";
}

/** Text that somebody wrote: shown to a model between lines that it cannot close. */
export interface Fenced {
  readonly fenced: string;
}
export type PromptValue = string | Fenced;

export interface Prompt {
  readonly id: string;
  readonly version: number;
  readonly variables: readonly string[];
  /** Both parts with every variable filled in; throws `PromptError` for a missing or an unknown one. */
  fill(values: Readonly<Record<string, PromptValue>>, random: Random): { system: string; user: string };
}

const FRONT =
  /^---\nid: ([a-z-]+)\nversion: (\d+)\nvariables: ([A-Za-z, ]+)\n---\n## system\n([\s\S]+?)\n\n## user\n([\s\S]+)$/;
const VARIABLE = /\{\{([A-Za-z]+)\}\}/g;

/** Reads one prompt file; throws `PromptError` with its name and what is wrong. */
export function parsePrompt(file: string, text: string): Prompt {
  const match = FRONT.exec(text.replaceAll("\r\n", "\n"));
  if (!match) {
    throw new PromptError(`${file}: must be id, version, variables between ---, then ## system and ## user`);
  }
  const [, id = "", version, list = "", system = "", user = ""] = match;
  if (`${id}.md` !== file) throw new PromptError(`${file}: id is "${id}"`);
  const variables = list.split(",").map((name) => name.trim());
  const used = new Set([...`${system}\n${user}`.matchAll(VARIABLE)].map(([, name = ""]) => name));
  const unknown = [...used].filter((name) => !variables.includes(name));
  const unused = variables.filter((name) => !used.has(name));
  if (unknown.length > 0) throw new PromptError(`${file}: unknown variable ${unknown.join(", ")}`);
  if (unused.length > 0) throw new PromptError(`${file}: unused variable ${unused.join(", ")}`);
  return {
    id,
    version: Number(version),
    variables,
    fill(values, random) {
      const extra = Object.keys(values).filter((name) => !variables.includes(name));
      if (extra.length > 0) throw new PromptError(`${file}: unknown variable ${extra.join(", ")}`);
      const word = randomId(random, 10);
      // One pass: what a value holds is never read as a variable.
      const filled = (part: string) =>
        part.replace(VARIABLE, (_, name: string) => {
          const value = values[name];
          if (value === undefined) throw new PromptError(`${file}: variable ${name} is not filled`);
          return typeof value === "string" ? value : fence(value.fenced, name, word);
        });
      return { system: filled(system), user: filled(user).trim() };
    },
  };
}

/** The word is random for each call and is taken out of the text, so no text can end its own fence. */
const fence = (text: string, name: string, word: string): string =>
  `<<<${name} ${word}\n${text.replaceAll(word, "").replaceAll("<<<", "‹").replaceAll(">>>", "›")}\n${name} ${word}>>>`;

const TASKS = ["restate", "choose", "reword", "danger"] as const;
export type PromptId = (typeof TASKS)[number];
export type Prompts = Readonly<Record<PromptId, Prompt>>;

/** Reads every prompt once; throws `PromptError` when one is missing, broken, or not one of ours. */
export function loadPrompts(folder = FOLDER): Prompts {
  const files = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  const strange = files.filter((file) => !TASKS.some((task) => `${task}.md` === file));
  if (strange.length > 0) throw new PromptError(`${strange.join(", ")}: no task uses this prompt`);
  const load = (task: PromptId): Prompt => {
    const file = `${task}.md`;
    if (!files.includes(file)) throw new PromptError(`${file}: is missing`);
    return parsePrompt(file, readFileSync(join(folder, file), "utf8"));
  };
  return { restate: load("restate"), choose: load("choose"), reword: load("reword"), danger: load("danger") };
}
