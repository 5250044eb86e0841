import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

interface Rule {
  /** Folders whose code may be used, `platforms` meaning each platform's folder; always through their door. */
  readonly uses: readonly string[];
  /** Folders of which only types may be named. */
  readonly namesTypesOf?: readonly string[];
}

/** STYLE.md's table. A folder that is not here is not known, and a new one is a decision. */
const FOLDERS: Readonly<Record<string, Rule>> = {
  core: { uses: [] },
  safety: { uses: ["core"] },
  knowledge: { uses: ["core"] },
  people: { uses: ["core"] },
  delivery: { uses: ["core"] },
  coupons: { uses: ["core", "delivery", "people", "safety"] },
  answering: { uses: ["core", "knowledge", "safety"] },
  alerts: { uses: ["core", "delivery", "people", "safety"] },
  editing: { uses: ["core", "answering", "delivery", "knowledge", "people"] },
  cases: { uses: ["core", "people", "delivery", "safety"] },
  aid: { uses: ["core", "people", "delivery", "safety", "cases"] },
  privacy: { uses: ["core", "people"] },
  "platforms/telegram": { uses: ["core"] },
  "platforms/discord": { uses: ["core"] },
  "platforms/web": { uses: ["core"] },
  "platforms/robots": { uses: ["core"] },
  probes: { uses: ["core"], namesTypesOf: ["alerts"] },
  llm: { uses: ["core"], namesTypesOf: ["answering", "knowledge"] },
  storage: {
    uses: ["core"],
    namesTypesOf: [
      "aid",
      "alerts",
      "answering",
      "cases",
      "coupons",
      "delivery",
      "knowledge",
      "people",
      "privacy",
      "safety",
      "platforms/web",
    ],
  },
};

const FEATURES = [
  "aid",
  "alerts",
  "answering",
  "cases",
  "coupons",
  "delivery",
  "editing",
  "knowledge",
  "people",
  "privacy",
  "safety",
];
const EVERYTHING = Object.keys(FOLDERS);

/** The files beside the folders: the router's and the server's parts know features, the composition knows all. */
const TOP: Readonly<Record<string, { readonly uses: readonly string[]; readonly files: readonly string[] }>> =
  {
    // It carries what was considered ahead, of which it names the type.
    "scene.ts": { uses: ["core", ...FEATURES], files: ["consider-ahead.ts"] },
    "consider-ahead.ts": { uses: ["core", ...FEATURES], files: ["scene.ts", "small-talk.ts"] },
    "raise-by-model.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "hear-voice.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "open-models.ts": { uses: ["core", "llm", ...FEATURES], files: [] },
    "addressing.ts": { uses: ["core"], files: ["scene.ts"] },
    "small-talk.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "first-word.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "alarms.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "command-list.ts": { uses: ["core"], files: [] },
    "aid-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "case-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "safety-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "alert-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "editing-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "coupon-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "privacy-commands.ts": { uses: ["core", ...FEATURES], files: ["scene.ts"] },
    "open-coupons.ts": { uses: ["core", ...FEATURES], files: [] },
    "read-document.ts": { uses: ["core", "people"], files: ["scene.ts"] },
    "open-cluster.ts": { uses: ["core", "storage", "delivery"], files: ["config.ts"] },
    "open-editing.ts": { uses: ["core", ...FEATURES], files: [] },
    "commands.ts": {
      uses: ["core", ...FEATURES],
      files: [
        "aid-commands.ts",
        "alert-commands.ts",
        "case-commands.ts",
        "command-list.ts",
        "coupon-commands.ts",
        "editing-commands.ts",
        "privacy-commands.ts",
        "safety-commands.ts",
        "scene.ts",
      ],
    },
    "router.ts": {
      uses: ["core", ...FEATURES],
      files: [
        "scene.ts",
        "alert-commands.ts",
        "commands.ts",
        "addressing.ts",
        "aid-commands.ts",
        "alarms.ts",
        "case-commands.ts",
        "coupon-commands.ts",
        "consider-ahead.ts",
        "hear-voice.ts",
        "raise-by-model.ts",
        "read-document.ts",
        "small-talk.ts",
      ],
    },
    "config.ts": { uses: ["core"], files: [] },
    "metrics.ts": { uses: [], files: [] },
    "sample-room.ts": { uses: ["core", "people"], files: [] },
    "http-server.ts": { uses: ["core"], files: ["metrics.ts"] },
    "knowledge-folder.ts": { uses: [], files: [] },
    "ask-command.ts": {
      uses: ["core", "storage", ...FEATURES],
      files: ["config.ts", "knowledge-folder.ts", "open-models.ts"],
    },
    "doctor-command.ts": { uses: EVERYTHING, files: ["config.ts", "knowledge-folder.ts"] },
    "knowledge-check-command.ts": { uses: ["core", "knowledge"], files: ["knowledge-folder.ts"] },
    "knowledge-desk.ts": {
      uses: EVERYTHING,
      files: ["config.ts", "knowledge-folder.ts", "open-editing.ts"],
    },
    "knowledge-command.ts": { uses: EVERYTHING, files: ["knowledge-check-command.ts", "knowledge-desk.ts"] },
    "eval-command.ts": { uses: ["core", ...FEATURES], files: ["knowledge-folder.ts"] },
    "cli.ts": {
      uses: [],
      files: ["ask-command.ts", "doctor-command.ts", "eval-command.ts", "knowledge-command.ts"],
    },
    "app.ts": {
      uses: EVERYTHING,
      files: [
        "command-list.ts",
        "commands.ts",
        "config.ts",
        "first-word.ts",
        "http-server.ts",
        "knowledge-folder.ts",
        "metrics.ts",
        "open-cluster.ts",
        "open-coupons.ts",
        "open-editing.ts",
        "open-models.ts",
        "router.ts",
        "safety-commands.ts",
        "sample-room.ts",
      ],
    },
    "main.ts": { uses: EVERYTHING, files: ["app.ts", "config.ts", "http-server.ts", "knowledge-folder.ts"] },
  };

/** Beside a folder's door, for whoever has to enter before anything large is loaded. */
const EARLY_DOORS = ["knowledge/load-aside.ts"];

/** Libraries that stay inside one place; what begins with a name belongs to it (`kysely/migration`). */
const KEPT_INSIDE: readonly (readonly [RegExp, string])[] = [
  [/^telegraf(\/|$)/, "platforms/telegram"],
  [/^(discord\.js|discord-api-types|@discordjs\/.*)(\/|$)/, "platforms/discord"],
  [/^(kysely|pg|node:sqlite|@electric-sql\/.*|redis|@redis\/.*)(\/|$)/, "storage"],
  [/^(openai|langchain|@langchain\/.*)(\/|$)/, "llm"],
  [/^(pino|i18next)(\/|$)/, "core"],
  [/^(@node-rs\/jieba|pinyin-pro|yaml)(\/|$)/, "knowledge"],
  [/^prom-client(\/|$)/, "metrics.ts"],
];
/** Traditional characters are understood by the search and by triage, which may not know each other. */
const SERVER_PARTS = ["platforms/web", "http-server.ts"];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

const read = (file: string): string => readFileSync(join(SRC, file), "utf8");
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => relative(SRC, join(SRC, file)).replaceAll("\\", "/"));

function importsOf(file: string): Import[] {
  const code = read(file).replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  const found: Import[] = [];
  const statements = /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
  for (const [, type, from = ""] of code.matchAll(statements)) found.push({ file, from, typeOnly: !!type });
  for (const [, before, from = ""] of code.matchAll(/(typeof\s+)?\bimport\(\s*"([^"]+)"/g)) {
    found.push({ file, from, typeOnly: !!before });
  }
  return found;
}

/** The folder of the table that a file lies in, or the file's own name at the top. */
function placeOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  if (!file.includes("/")) return file;
  return first === "platforms" ? `${first}/${second}` : first;
}

const IMPORTS = FILES.flatMap(importsOf);
const OURS = IMPORTS.filter(({ from }) => from.startsWith(".")).map((one) => ({
  ...one,
  to: posix.normalize(posix.join(dirname(one.file), one.from)),
}));
const say = ({ file, from }: Import): string => `${file} → ${from}`;

describe("the source", () => {
  it("was read at all", () => {
    expect(FILES.length).toBeGreaterThan(80);
    expect(OURS.length).toBeGreaterThan(250);
    expect(IMPORTS.some(({ from, typeOnly }) => from === "kysely" && typeOnly)).toBe(true);
    expect(OURS.some(({ file, to }) => file === "app.ts" && to === "platforms/web/index.ts")).toBe(true);
  });

  it("has no folder and no top-level file that the table does not know", () => {
    const places = new Set(FILES.map(placeOf));
    expect([...places].filter((place) => !(place in FOLDERS) && !(place in TOP))).toEqual([]);
  });

  it("keeps to the table of who may import whom", () => {
    const wrong = OURS.filter(({ file, to, typeOnly }) => {
      const [place, target] = [placeOf(file), placeOf(to)];
      if (place === target) return false;
      const rule = FOLDERS[place];
      if (rule) return !(rule.uses.includes(target) || (typeOnly && rule.namesTypesOf?.includes(target)));
      const top = TOP[place];
      // The server is handed to whoever composes it; a part may name another part's types.
      return !(top?.uses.includes(target) || top?.files.includes(target));
    });
    expect(wrong.map(say)).toEqual([]);
  });

  it("enters a folder through its door alone", () => {
    const wrong = OURS.filter(({ file, to }) => {
      const target = placeOf(to);
      const hasDoor = target in FOLDERS && target !== "core";
      const doors = [`${target}/index.ts`, ...EARLY_DOORS];
      return hasDoor && placeOf(file) !== target && !doors.includes(to);
    });
    expect(wrong.map(say)).toEqual([]);
  });

  it("has a door for every folder but core", () => {
    const doors = EVERYTHING.filter((folder) => folder !== "core").map((folder) => `${folder}/index.ts`);
    expect(doors.filter((door) => !FILES.includes(door))).toEqual([]);
  });

  it("keeps each large library inside one folder", () => {
    const wrong = IMPORTS.filter(({ file, from }) =>
      KEPT_INSIDE.some(([library, place]) => library.test(from) && placeOf(file) !== place),
    );
    // storage/index.ts hands its folder's types on; nobody else may even name them.
    expect(wrong.map(say)).toEqual([]);
    const servers = IMPORTS.filter(({ from }) => /^(@?hono)(\/|$)/.test(from));
    expect(servers.filter(({ file }) => !SERVER_PARTS.includes(placeOf(file))).map(say)).toEqual([]);
  });

  it("asks for a platform by name only inside of platforms and where one is made", () => {
    const names =
      /[!=]==?\s*["'](?:telegram|discord|web|wecom|feishu|dingtalk)["']|case\s+["'](?:telegram|discord|web|wecom|feishu|dingtalk)["']/;
    const asking = FILES.filter((file) => !file.startsWith("platforms/") && names.test(read(file)));
    expect(asking.filter((file) => file !== "app.ts")).toEqual([]);
  });

  it("reads the environment in one place", () => {
    expect(FILES.filter((file) => /\bprocess\.env\b/.test(read(file)))).toEqual(["config.ts"]);
  });

  it("takes time and chance as parameters wherever something is decided", () => {
    const decided = FILES.filter((file) =>
      [...FEATURES, "storage"].some((place) => file.startsWith(`${place}/`)),
    );
    const impure =
      /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomBytes\(/;
    expect(decided.filter((file) => impure.test(read(file)))).toEqual([]);
  });
});
