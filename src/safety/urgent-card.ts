import type { Block } from "../core/content.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Hotlines, isOpen } from "./hotlines.ts";
import { routesOf } from "./routes.ts";
import { isUrgent, PRIVATE_KINDS, type Route, type Triage } from "./types.ts";

/** Numbers to call for each kind of advice, the first one first. */
const NUMBERS: Readonly<Record<Route, readonly string[]>> = {
  resuscitate: ["120"],
  choking: ["120"],
  seizure: ["120"],
  breathing: ["120"],
  poison: ["120"],
  swallowed: ["120"],
  burn: ["120"],
  head: ["120"],
  drowning: ["120"],
  electric: ["120"],
  bleeding: ["120"],
  gas: ["120", "119"],
  allergy: ["120"],
  "young-fever": ["120"],
  "very-ill": ["120"],
  dehydration: ["120"],
  abdomen: ["120"],
  newborn: ["120"],
  "pale-stool": [],
  postpartum: ["120"],
  "self-harm": ["120", "110", "12356"],
  "harm-to-child": ["120", "110", "12356"],
  violence: ["110", "12338"],
  abuse: ["110", "12345"],
  missing: ["110"],
  mood: ["12356"],
  hardship: ["12345"],
  "after-sale": ["12315"],
  "product-safety": ["120", "12315"],
  hostility: ["12356"],
  "money-appeal": ["12345"],
  unprocessed: ["120", "110"],
};

/** More than two sets of steps at once are not read by somebody in a fright. */
const MOST_ROUTES = 2;

/**
 * The first thing that a person sees after a text that was triaged above `none`: what to do now, whom to call at
 * this hour, in that order. In a group, matters in `PRIVATE_KINDS` give one line that could be meant for anyone.
 * `now` decides which lines are open. Never empty, whatever the triage holds.
 */
export function urgentCard(
  triage: Triage,
  locale: Locale,
  options: { readonly place: "private" | "group"; readonly hotlines: Hotlines; readonly now: Date },
): { blocks: Block[] } {
  const routes = routesOf(triage).slice(0, MOST_ROUTES);
  if (options.place === "group" && triage.kinds.some((kind) => PRIVATE_KINDS.has(kind))) {
    const always = options.hotlines.always.join(locale === "zh" ? "、" : ", ");
    return { blocks: [{ kind: "text", text: say(locale, "safety.group-line", { always }) }] };
  }
  const blocks: Block[] = [{ kind: "heading", text: say(locale, headingKey(triage, routes)) }];
  for (const route of routes) {
    blocks.push({ kind: "list", items: say(locale, `safety.steps.${route}`).split("\n") });
  }
  const calls = callItems(routes, locale, options);
  if (calls.length > 0) blocks.push({ kind: "list", items: calls });
  const plain = routes.every((route) => NEED_ROUTES.has(route));
  blocks.push({ kind: "small", text: say(locale, plain ? "safety.bot-plain" : "safety.bot") });
  return { blocks };
}

/** Matters of days, where a closed line is called again and no ambulance comes in. */
const NEED_ROUTES: ReadonlySet<Route> = new Set<Route>([
  "hardship",
  "after-sale",
  "product-safety",
  "hostility",
  "money-appeal",
]);
const SOFT_ROUTES: ReadonlySet<Route> = new Set<Route>(["self-harm", "harm-to-child", "mood"]);

function headingKey(triage: Triage, routes: readonly Route[]) {
  const [first] = routes;
  if (first === "unprocessed") return "safety.heading.unprocessed";
  if (first === "violence" || first === "abuse") return "safety.heading.protect";
  if (first === "hardship") return "safety.heading.hardship";
  if (first !== undefined && NEED_ROUTES.has(first) && !isUrgent(triage)) return "safety.heading.need";
  if (first !== undefined && SOFT_ROUTES.has(first)) return "safety.heading.listen";
  if (triage.level === "emergency") return "safety.heading.emergency";
  return isUrgent(triage) ? "safety.heading.urgent" : "safety.heading.care";
}

function callItems(
  routes: readonly Route[],
  locale: Locale,
  { hotlines, now }: { readonly hotlines: Hotlines; readonly now: Date },
): string[] {
  const numbers = [...new Set(routes.flatMap((route) => NUMBERS[route]))];
  const always = hotlines.always.join(locale === "zh" ? " 或 " : " or ");
  return numbers.flatMap((number) => {
    const line = hotlines.lines.find((candidate) => candidate.number === number);
    if (!line) return [];
    const values = { number, name: line.name[locale], always };
    if (line.hours === "always") return [say(locale, "safety.call.always", values)];
    const open = isOpen(line, hotlines.utcOffsetMinutes, now);
    if (routes.every((route) => NEED_ROUTES.has(route))) {
      return [say(locale, open ? "safety.call.day-open" : "safety.call.day-closed", values)];
    }
    return [say(locale, open ? "safety.call.open" : "safety.call.closed", values)];
  });
}
