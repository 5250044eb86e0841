import type { Button, Content } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { type Locale, say } from "../core/texts/index.ts";
import { type Actor, mayHandleCases, mayManage, tell } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, hostMeant } from "./desk.ts";
import { type HostTimes, type Span, timesOf } from "./host-times.ts";
import { readSpan, spanText } from "./read-times.ts";
import { type DutyRole, onDuty, type Roster, type Shift } from "./roster.ts";
import { managed } from "./set-times.ts";
import { momentText, staffName } from "./words.ts";

const MOST_SHIFTS = 100;
const MOST_PERSONS = 8;
/** With the row for adding and the one for oneself as many as every platform shows. */
const MOST_REMOVED = 3;

const ROLES: Readonly<Record<string, DutyRole>> = {
  值班: "duty",
  duty: "duty",
  备班: "backup",
  backup: "backup",
};
const ALL = [1, 2, 3, 4, 5, 6, 7];
/** What can be chosen with one thumb; everything else is typed. */
const PRESETS: readonly Span[] = [
  { days: ALL, from: 9 * 60, to: 21 * 60 },
  { days: ALL, from: 21 * 60, to: 33 * 60 },
  { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 },
  { days: [6, 7], from: 9 * 60, to: 21 * 60 },
  { days: ALL, from: 0, to: 24 * 60 },
];

export interface Colleague {
  readonly personId: string;
  readonly name: string;
}

/** The people of a host who work on cases, always in the same order: their place in it can be typed. */
async function colleagues(stores: CaseStores, hostId: string): Promise<readonly Colleague[]> {
  const staff = await stores.people.staffOf(hostId);
  const ids = staff.flatMap(({ personId, role }) =>
    mayHandleCases({ roles: [{ hostId, role }] }, hostId) ? [personId] : [],
  );
  const found: Colleague[] = [];
  for (const personId of [...new Set(ids)].sort()) {
    found.push({ personId, name: await staffName(stores, hostId, personId) });
  }
  return found;
}

/** `/roster`, `/roster set DAYS FROM-TO duty NAME`: who is called first, and who when she does not come. */
export async function roster(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  if (hostId === undefined) return [answerText(actor, "cases.which-host")];
  if (args.trim() === "") return [await shown(deps, stores, actor, hostId)];
  const may = managed(actor);
  if (!may.ok) return [may.refusal];
  const typed = args.trim().replace(/^(?:排|加|set|add)\s*/iu, "");
  const read = readSpan(typed);
  const role = read?.rest.map((word) => ROLES[word.toLowerCase()]).find((one) => one !== undefined);
  const name = read?.rest
    .filter((word) => ROLES[word.toLowerCase()] === undefined)
    .join(" ")
    .replace(/^[@#＠＃]/u, "");
  const person = name ? personMeant(await colleagues(stores, hostId), name) : undefined;
  if (!read || !person) {
    const list = listed(await colleagues(stores, hostId));
    return [answerText(actor, "rosters.roster-usage", { list: list || say(actor.locale, "rosters.none") })];
  }
  return await add(deps, stores, actor, hostId, {
    ...read.span,
    personId: person.personId,
    role: role ?? "duty",
  });
}

const listed = (persons: readonly Colleague[]): string =>
  persons.map(({ name }, at) => `${at + 1}. ${name}`).join("\n");

/** By name, or by place in the list; undefined when it fits nobody or several. */
function personMeant(persons: readonly Colleague[], typed: string): Colleague | undefined {
  const named = persons.filter(({ name }) => name === typed);
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return /^\d{1,2}$/.test(typed) ? persons[Number(typed) - 1] : undefined;
}

async function add(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
  shift: Omit<Shift, "id">,
): Promise<readonly Reply[]> {
  const { shifts } = await stores.rosters.roster(hostId, deps.clock.now());
  if (shifts.length >= MOST_SHIFTS) return [answerText(actor, "rosters.roster-full", { most: MOST_SHIFTS })];
  // Pressing twice is no second shift.
  const isThere = shifts.some(
    (one) =>
      one.personId === shift.personId &&
      one.role === shift.role &&
      one.from === shift.from &&
      one.to === shift.to &&
      one.days.join() === shift.days.join(),
  );
  if (!isThere) await stores.rosters.addShift(hostId, shift);
  return [await shown(deps, stores, actor, hostId)];
}

/** A button of the roster's first row: whose shift shall it be? */
export async function chooseShiftPerson(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
): Promise<readonly Reply[]> {
  const may = managed(actor);
  if (!may.ok) return [may.refusal];
  if (may.value.hostId !== hostId) return [refused(actor)];
  const buttons = (await colleagues(stores, hostId))
    .slice(0, MOST_PERSONS)
    .map(({ personId, name }): Button => ({ label: name, data: deps.signer.sign("rp", personId) }));
  return [answerText(actor, "rosters.choose-person", {}, inRows(buttons))];
}

/** When, and as what? */
export async function chooseShiftTime(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  personId: string,
): Promise<readonly Reply[]> {
  const found = await colleagueMeant(stores, actor, personId);
  if ("refusal" in found) return [found.refusal];
  const { locale } = actor;
  const buttons = PRESETS.map((span, at) =>
    (["duty", "backup"] as const).map(
      (role): Button => ({
        label: `${say(locale, `rosters.role.${role}`)} ${spanText(locale, span)}`,
        data: deps.signer.sign("rw", `${personId}.${at}.${role === "duty" ? "d" : "b"}`),
      }),
    ),
  );
  return [answerText(actor, "rosters.choose-time", { name: found.name }, buttons)];
}

export async function addShift(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  personId: string,
  preset: string,
  role: string,
): Promise<readonly Reply[]> {
  const found = await colleagueMeant(stores, actor, personId);
  if ("refusal" in found) return [found.refusal];
  const span = PRESETS[Number(preset)];
  if (!span) return [refused(actor)];
  return await add(deps, stores, actor, found.hostId, {
    ...span,
    personId,
    role: role === "b" ? "backup" : "duty",
  });
}

/** Somebody of the host whose roster is meant here: whoever belongs to another host's staff is nobody here. */
async function colleagueMeant(
  stores: CaseStores,
  actor: Actor,
  personId: string,
): Promise<{ readonly refusal: Reply } | { readonly hostId: string; readonly name: string }> {
  const may = managed(actor);
  if (!may.ok) return { refusal: may.refusal };
  const { hostId } = may.value;
  const found = (await colleagues(stores, hostId)).find((one) => one.personId === personId);
  return found ? { hostId, name: found.name } : { refusal: refused(actor) };
}

export async function removeShift(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
  id: number,
): Promise<readonly Reply[]> {
  const may = managed(actor);
  if (!may.ok) return [may.refusal];
  if (may.value.hostId !== hostId) return [refused(actor)];
  await stores.rosters.removeShift(hostId, id);
  return [await shown(deps, stores, actor, hostId)];
}

const refused = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

/** The roster, who is there now, and what can be done by whoever looks. */
export async function shown(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const { locale } = actor;
  const now = deps.clock.now();
  const times = await timesOf(stores, hostId);
  const plan = await stores.rosters.roster(hostId, now);
  const names = new Map((await colleagues(stores, hostId)).map(({ personId, name }) => [personId, name]));
  // Whoever has left the staff is called no more.
  const shifts = plan.shifts.filter(({ personId }) => names.has(personId));
  const nameOf = (personId: string): string => names.get(personId) ?? "";
  const line = (shift: Shift) =>
    `${spanText(locale, shift)} ${say(locale, `rosters.role.${shift.role}`)} ${nameOf(shift.personId)}`;
  const values = {
    duty: nowText(locale, plan, times, "duty", now, names),
    backup: nowText(locale, plan, times, "backup", now, names),
    list: shifts.map(line).join("\n") || say(locale, "rosters.none"),
    changes:
      plan.overrides
        .filter(({ personId }) => names.has(personId))
        .map(({ personId, on, until }) =>
          say(locale, on ? "rosters.here-until" : "rosters.away-until", {
            name: nameOf(personId),
            when: momentText(locale, until, now, times.zone),
          }),
        )
        .join("\n") || say(locale, "rosters.none"),
  };
  return answerText(actor, "rosters.roster", values, rosterButtons(deps, actor, hostId, shifts, line));
}

function nowText(
  locale: Locale,
  plan: Roster,
  times: HostTimes,
  role: DutyRole,
  now: number,
  names: ReadonlyMap<string, string>,
): string {
  const here = onDuty(plan, times, role, now).flatMap((personId) => names.get(personId) ?? []);
  return here.join(locale === "zh" ? "、" : ", ") || say(locale, "cases.nobody");
}

function rosterButtons(
  { signer }: CaseDeps,
  { locale, person }: Actor,
  hostId: string,
  shifts: readonly Shift[],
  line: (shift: Shift) => string,
): Content["buttons"] {
  const own: Button[] = [
    { label: say(locale, "rosters.button-on"), data: signer.sign("ro", hostId) },
    { label: say(locale, "rosters.button-off"), data: signer.sign("rf", hostId) },
  ];
  if (!mayManage(person, hostId)) return [own];
  return [
    own,
    [{ label: say(locale, "rosters.button-add"), data: signer.sign("ra", hostId) }],
    ...shifts.slice(-MOST_REMOVED).map((shift): Button[] => [
      {
        label: say(locale, "rosters.button-remove", { shift: line(shift) }),
        data: signer.sign("rd", `${hostId}.${shift.id}`),
      },
    ]),
  ];
}

const inRows = (buttons: readonly Button[]): Content["buttons"] =>
  Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2));
