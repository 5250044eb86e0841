import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Broadcast, LiveSession } from "../../src/alerts/index.ts";
import { COMMANDS } from "../../src/command-list.ts";
import { BUTTON_ACTIONS, LINK_ACTIONS } from "../../src/commands.ts";
import { type ButtonSigner, createButtonSigner } from "../../src/core/signed-data.ts";
import type { Role } from "../../src/people/index.ts";
import { settingsOf } from "../support/coupons.ts";
import { buttonOf, type Group, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const REFUSED =
  /只有.*才能做|不能用了|请私下跟我说|已经接在另一位主播名下|不归您这边管|不是给您的|没有这个活动/;

type Who = "fan" | "host of another" | "editor" | "moderator";
const WHO: readonly Who[] = ["fan", "host of another", "editor", "moderator"];
/** Tried beside the host of another wherever she may not. */
type Foreign = "moderator of another" | "editor of another";
type Anybody = Who | Foreign;
/** Whoever works for another host may not do more than that host, and articles belong to no host. */
const withForeign = (refused: readonly Who[]): readonly Anybody[] => [
  ...refused,
  ...(refused.includes("host of another") ? (["moderator of another"] as const) : []),
  ...(refused.includes("host of another") && refused.includes("editor")
    ? (["editor of another"] as const)
    : []),
];

const SESSION: LiveSession = {
  id: "sessionofwang",
  hostId: "wang",
  state: "confirmed",
  source: "host",
  title: undefined,
  link: undefined,
  broadcastId: undefined,
  firstSeenAt: 0,
  confirmedAt: undefined,
  offSince: undefined,
  endedAt: undefined,
};
const BROADCAST: Broadcast = {
  id: "wordsofwang1",
  hostId: "wang",
  kind: "announcement",
  state: "approval",
  version: 1,
  message: { text: "补货", wordings: [], buttons: [], media: [], edits: false },
  audience: { platforms: [], tags: [], groups: true, persons: true, partners: false },
  handle: "bc:wordsofwang1",
  createdBy: "nobody",
  approvedBy: undefined,
  cron: undefined,
  expiresAfterMs: undefined,
  beganAt: undefined,
  nextAt: undefined,
  place: { part: "groups", after: "", left: 0 },
  targets: 0,
  told: 0,
  createdAt: 0,
};

let app: TestApp;
let signer: ButtonSigner;
let fans: Group;
let staff: Group;
let free: Group;
let helperId: string;
/** An answer that was given to somebody else in the fan group. */
let answerId: string;
/** Somebody else's case with the host. */
let caseId: string;
/** A report of triage about the fan group. */
let eventNumber: number;
/** A programme of the host, and somebody else's application to it. */
let programmeId: string;
let applicationId: string;
let campaignId: string;
const people = new Map<Anybody, TelegramSpeaker>();
const person = (who: Anybody): TelegramSpeaker => {
  const found = people.get(who);
  if (!found) throw new Error(who);
  return found;
};

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", setupCode: "whale-song-1" });
  const keyText = await app.read(({ people: store }) => store.setting("signing-key"));
  const key = createHmac("sha256", Buffer.from(keyText ?? "", "hex"))
    .update("buttons")
    .digest();
  signer = createButtonSigner(key);
  await app.opensHost("wang", "王老师");
  await app.opensHost("li", "李姐");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  free = app.telegram.group("没接的群");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  const roles: Record<Anybody, { hostId: string; role: Role } | undefined> = {
    fan: undefined,
    "host of another": { hostId: "li", role: "host" },
    editor: { hostId: "wang", role: "editor" },
    moderator: { hostId: "wang", role: "moderator" },
    "moderator of another": { hostId: "li", role: "moderator" },
    "editor of another": { hostId: "li", role: "editor" },
  };
  for (const who of Object.keys(roles) as Anybody[]) {
    const speaker = app.telegram.person(who);
    people.set(who, speaker);
    const grant = roles[who];
    if (grant) await app.grants(speaker, grant);
    await speaker.tells("/start");
    // Even administrators of a group get nothing of a host who is not theirs.
    for (const group of [fans, staff, free]) app.telegram.makeAdmin(group, speaker);
  }
  helperId = await app.grants(app.telegram.person("助理"), { hostId: "wang", role: "host" });
  await app.grants(app.telegram.person("助理二"), { hostId: "wang", role: "host" });
  await app.read(async ({ links }) => {
    const code = { linkId: "linkofsomebody", codeHash: "x", personId: "somebody" };
    await links.addLinkCode(code, app.clock.now() + 864_000_000);
    await links.claimLinkCode("x", "somebody else", app.clock.now());
  });
  // A live session of the host, and an announcement that waits for a second person.
  await app.read(async ({ live, broadcasts, robots }) => {
    const at = app.clock.now();
    await live.addSession({ ...SESSION, firstSeenAt: at });
    await broadcasts.add({ ...BROADCAST, createdAt: at });
    const robot = {
      robotId: "robotofwang12345",
      platform: "wecom",
      hostId: "wang",
      title: "仓库群",
    } as const;
    await robots.save({ ...robot, addedAt: at }, { token: "key" });
  });
  const answer = only(await app.telegram.person("别人").says(fans, QUESTION));
  const asked = textOf(await app.telegram.person("求助的人").says(fans, "/human 我想退货"));
  caseId = /编号 (\d+)/.exec(asked)?.[1] ?? "";
  await person("moderator").tells("/canned add 在的");
  await app.telegram.person("路人").says(fans, "穷成这样还生孩子 你也配当妈");
  eventNumber = Number((await app.rows("safety_events")).at(-1)?.id);
  const told = { children: [], needs: undefined, delivery: undefined };
  const from = { platform: "telegram", chatId: "1", kind: "private", userId: "1", locale: "zh" } as const;
  await app.read(async ({ aid }) => {
    const things = { title: "礼包", contents: "米", who: "妈妈", unit: "pack", total: 5, share: 1 } as const;
    const until = app.clock.now() + 86_400_000_000;
    const id = await aid.createProgramme({ hostId: "wang", ...things, until }, helperId, app.clock.now());
    programmeId = String(id);
    const application = { programmeId: id, hostId: "wang", personId: "somebody", from };
    const made = await aid.createApplication(
      application,
      told,
      "13812345678",
      { phone: undefined, address: undefined },
      app.clock.now(),
    );
    applicationId = String(made);
  });
  await app.read(async ({ products }) => {
    const bottle = { ref: "奶瓶", name: "奶瓶" };
    await products.list("wang", bottle, true);
    await products.stop("wang", bottle.ref, app.clock.now());
  });
  // So many presses take longer than the ladder waits; it climbs in a story of its own.
  await app.read(({ db }) => db.updateTable("cases").set({ clock_at: null }).execute());
  const settings = settingsOf(app.clock.now());
  campaignId = String(
    await app.read(({ coupons }) =>
      coupons.addCampaign({ hostId: "wang", settings, createdBy: "host", stock: 0 }, app.clock.now()),
    ),
  );
  answerId = buttonOf(answer, "有帮助").data?.split(".")[1] ?? "";
});
afterAll(() => app.stop());

/** Everything that a press could change. */
const state = async () => ({
  roles: await app.rows("roles"),
  hosts: await app.rows("hosts"),
  bindings: (await app.rows("chats")).map(({ chat_id, host_id, purpose }) => ({ chat_id, host_id, purpose })),
  invites: await app.rows("invites"),
  feedback: await app.rows("feedback"),
  wizards: await app.read(({ db }) => db.selectFrom("wizards").selectAll().execute()),
  // What people did; so many presses take hours, in which the ladder goes on by itself.
  cases: (await app.rows("case_events")).filter(({ type }) => type !== "ladder-step"),
  desk: await app.read(async ({ db }) => [
    await db.selectFrom("canned_replies").selectAll().execute(),
    await db.selectFrom("staff_aliases").selectAll().execute(),
    await db.selectFrom("staff_codes").selectAll().execute(),
    await db.selectFrom("duty_shifts").selectAll().execute(),
    await db.selectFrom("duty_overrides").selectAll().execute(),
    await db.selectFrom("host_times").selectAll().execute(),
  ]),
  events: await app.rows("safety_events"),
  acts: await app.read(({ db }) => db.selectFrom("safety_acts").selectAll().execute()),
  aid: [
    await app.read(async ({ db }) => [
      await db.selectFrom("aid_programmes").selectAll().execute(),
      await db.selectFrom("aid_applications").selectAll().execute(),
      await db.selectFrom("aid_events").selectAll().execute(),
      await db.selectFrom("aid_forms").selectAll().execute(),
      await db.selectFrom("host_promises").selectAll().execute(),
      await db.selectFrom("products").selectAll().execute(),
    ]),
  ],
  coupons: await app.read(async ({ db }) => [
    // Holding a campaign to look at it counts a turn and changes nothing else.
    (await db.selectFrom("campaigns").selectAll().execute()).map((row) => ({ ...row, turn: 0 })),
    await db.selectFrom("coupon_codes").selectAll().execute(),
    await db.selectFrom("coupon_claims").selectAll().execute(),
  ]),
  privacy: await app.read(async ({ db }) => [
    await db.selectFrom("link_codes").selectAll().execute(),
    await db.selectFrom("forget_wishes").selectAll().execute(),
    await db.selectFrom("forget_receipts").selectAll().execute(),
    await db.selectFrom("sweeps").selectAll().execute(),
  ]),
  alerts: await app.read(async ({ db }) => [
    await db.selectFrom("live_sessions").selectAll().execute(),
    await db.selectFrom("live_schedules").selectAll().execute(),
    await db.selectFrom("broadcasts").selectAll().execute(),
    await db.selectFrom("alert_settings").selectAll().execute(),
    await db.selectFrom("chat_rules").selectAll().execute(),
    await db.selectFrom("partners").selectAll().execute(),
    await db.selectFrom("robots").selectAll().execute(),
    await db.selectFrom("live_probes").selectAll().execute(),
  ]),
  articles: await app.read(async ({ db }) => [
    await db.selectFrom("article_heads").selectAll().execute(),
    await db.selectFrom("article_revisions").selectAll().where("origin", "=", "editor").execute(),
    await db.selectFrom("article_events").selectAll().execute(),
    await db.selectFrom("publish_requests").selectAll().execute(),
  ]),
});

/** Any message of the bot: whoever forges a press does not need the right one. */
const carrier = async (speaker: TelegramSpeaker, group?: Group): Promise<Shown> =>
  group ? only(await speaker.says(group, `/ask ${QUESTION}`)) : only(await speaker.tells("/start"));

const NO_STAFF: readonly Who[] = ["fan", "host of another", "editor"];
const NO_EDITORS: readonly Who[] = ["fan", "host of another", "moderator"];
const NO_CASE_WORKERS: readonly Who[] = ["fan", "host of another", "editor"];
const NO_HOSTS: readonly Who[] = ["fan", "editor", "moderator"];

interface Case {
  readonly arg: () => string;
  /** Who may not; the others may. */
  readonly refused: readonly Who[];
  /** Where it is pressed. */
  readonly where: "private" | "group";
}
const CASES: Readonly<Record<string, Case | "for everyone">> = {
  // A human always answers, whoever asks.
  h: "for everyone",
  // Everybody switches her own subscriptions only.
  uk: "for everyone",
  lg: { arg: () => "wang", refused: NO_STAFF, where: "private" },
  le: { arg: () => "sessionofwang", refused: NO_STAFF, where: "group" },
  lr: { arg: () => "wang.plan", refused: NO_STAFF, where: "private" },
  as: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "group" },
  aa: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "private" },
  au: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "group" },
  ac: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "private" },
  at: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "group" },
  ax: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "private" },
  ar: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "group" },
  an: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "private" },
  aw: { arg: () => "wordsofwang1", refused: NO_STAFF, where: "group" },
  al: { arg: () => "newborn-vitamin-d3", refused: ["fan", "editor"], where: "private" },
  rr: { arg: () => "robotofwang12345", refused: WHO, where: "private" },
  pa: { arg: () => "wang.li", refused: NO_STAFF, where: "private" },
  pr: { arg: () => "wang.li", refused: NO_STAFF, where: "group" },
  d: { arg: () => answerId, refused: WHO, where: "private" },
  q: { arg: () => `${answerId}.0`, refused: WHO, where: "private" },
  g: { arg: () => `${answerId}.0`, refused: WHO, where: "private" },
  y: { arg: () => answerId, refused: WHO, where: "group" },
  n: { arg: () => answerId, refused: WHO, where: "group" },
  sn: { arg: () => "", refused: WHO, where: "private" },
  sm: { arg: () => "wang", refused: WHO, where: "private" },
  sp: { arg: () => "wang", refused: WHO, where: "private" },
  sc: { arg: () => "wang.fan", refused: WHO, where: "private" },
  si: { arg: () => "wang.host", refused: WHO, where: "private" },
  sr: { arg: () => `wang.${helperId}.host`, refused: WHO, where: "private" },
  sw: { arg: () => String(eventNumber), refused: ["fan", "host of another"], where: "private" },
  sx: { arg: () => `${eventNumber}.mute`, refused: NO_CASE_WORKERS, where: "private" },
  bh: { arg: () => "wang", refused: ["fan", "host of another", "editor"], where: "group" },
  bg: { arg: () => "wang.staff", refused: ["fan", "host of another", "editor"], where: "group" },
  es: { arg: () => "newborn-vitamin-d3", refused: ["fan"], where: "private" },
  // Whoever presses in a group of the host may ask for a coupon; who gets one is another matter.
  kc: "for everyone",
  kk: { arg: () => "wang.shared", refused: WHO, where: "private" },
  ks: { arg: () => `${campaignId}.p`, refused: WHO, where: "private" },
  ko: { arg: () => campaignId, refused: WHO, where: "private" },
  kv: { arg: () => campaignId, refused: WHO, where: "private" },
  kr: { arg: () => campaignId, refused: WHO, where: "private" },
  kp: { arg: () => campaignId, refused: WHO, where: "private" },
  kx: { arg: () => campaignId, refused: WHO, where: "private" },
  kd: { arg: () => campaignId, refused: WHO, where: "private" },
  ga: { arg: () => answerId, refused: NO_EDITORS, where: "private" },
  eu: { arg: () => "1", refused: NO_EDITORS, where: "private" },
  eb: { arg: () => "1", refused: NO_EDITORS, where: "private" },
  ed: { arg: () => "1", refused: NO_EDITORS, where: "private" },
  ep: { arg: () => "1", refused: NO_EDITORS, where: "group" },
  er: { arg: () => "newborn-vitamin-d3", refused: NO_EDITORS, where: "group" },
  eo: { arg: () => "newborn-vitamin-d3", refused: NO_EDITORS, where: "private" },
  ca: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  cr: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  cn: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  ct: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  cx: { arg: () => `${caseId}.${helperId}`, refused: NO_CASE_WORKERS, where: "private" },
  cu: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  cc: { arg: () => `${caseId}.9`, refused: NO_CASE_WORKERS, where: "private" },
  cv: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  ck: { arg: () => caseId, refused: NO_CASE_WORKERS, where: "private" },
  cs: { arg: () => `${caseId}.1`, refused: NO_CASE_WORKERS, where: "private" },
  hx: { arg: () => "wang.20261124_20261125", refused: WHO, where: "private" },
  ra: { arg: () => "wang", refused: WHO, where: "private" },
  rp: { arg: () => helperId, refused: WHO, where: "private" },
  rw: { arg: () => `${helperId}.0.d`, refused: WHO, where: "private" },
  rd: { arg: () => "wang.1", refused: WHO, where: "private" },
  ro: { arg: () => "wang", refused: NO_CASE_WORKERS, where: "private" },
  rf: { arg: () => "wang", refused: NO_CASE_WORKERS, where: "private" },
  // Help programmes are the host's; applications are decided by her staff.
  pgn: { arg: () => "", refused: ["fan", "editor", "moderator"], where: "private" },
  pgo: { arg: () => "wang", refused: WHO, where: "private" },
  pgx: { arg: () => "wang", refused: WHO, where: "private" },
  pgp: { arg: () => programmeId, refused: WHO, where: "private" },
  pgh: { arg: () => programmeId, refused: WHO, where: "private" },
  pgr: { arg: () => programmeId, refused: WHO, where: "private" },
  pgc: { arg: () => programmeId, refused: WHO, where: "private" },
  afa: "for everyone",
  // Buttons of a form, or of an application, that is somebody else's.
  afs: { arg: () => `${programmeId}.children`, refused: WHO, where: "private" },
  afw: { arg: () => `${programmeId}.post`, refused: WHO, where: "private" },
  afx: { arg: () => programmeId, refused: WHO, where: "private" },
  afe: { arg: () => programmeId, refused: WHO, where: "private" },
  afo: { arg: () => programmeId, refused: WHO, where: "private" },
  psc: { arg: () => "1", refused: WHO, where: "private" },
  srs: { arg: () => `${caseId}.order`, refused: WHO, where: "private" },
  srw: { arg: () => `${caseId}.none`, refused: WHO, where: "private" },
  afu: { arg: () => applicationId, refused: WHO, where: "private" },
  afz: { arg: () => applicationId, refused: WHO, where: "private" },
  apv: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apa: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apr: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apq: { arg: () => `${applicationId}.not-meant`, refused: NO_CASE_WORKERS, where: "private" },
  apk: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apt: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  aph: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apg: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  apd: { arg: () => applicationId, refused: NO_CASE_WORKERS, where: "private" },
  // Nobody has another one's children: it deletes the presser's own.
  xc: "for everyone",
  // Whose account it is, or who was asked: a stolen one is a stale one.
  lk: { arg: () => "linkofsomebody", refused: WHO, where: "private" },
  lx: { arg: () => "linkofsomebody", refused: WHO, where: "private" },
  ul: { arg: () => "accountofanother", refused: WHO, where: "private" },
  uy: { arg: () => "accountofanother", refused: WHO, where: "private" },
  fm: { arg: () => `${app.clock.now().toString(36)}.somebodyelse`, refused: WHO, where: "private" },
  // Only whose case it was says what it was worth.
  cg: { arg: () => `${caseId}.5`, refused: WHO, where: "private" },
};

describe("every button checks who presses it", () => {
  it("has a case for each of them", () => {
    expect(Object.keys(CASES).sort()).toEqual([...BUTTON_ACTIONS].sort());
  });

  const table = Object.entries(CASES).flatMap(([action, found]) =>
    found === "for everyone" ? [] : withForeign(found.refused).map((who) => ({ action, who, ...found })),
  );
  it.each(table)("refuses a $who who presses a stolen $action", async ({ action, who, where, arg }) => {
    const speaker = person(who);
    const under = await carrier(speaker, where === "group" ? free : undefined);
    const before = await state();
    const said = await speaker.forges(under, signer.sign(action, arg()));
    expect(only(said).text).toMatch(REFUSED);
    expect(await state()).toEqual(before);
  });

  it.each(BUTTON_ACTIONS)("refuses a forged %s, even of the operator", async (action) => {
    const owner = app.telegram.person("老板");
    await owner.tells("/claim whale-song-1");
    const under = await carrier(owner);
    const before = await state();
    const foreign = createButtonSigner(new Uint8Array(32)).sign(action, "wang.fan");
    const good = signer.sign(action, "li.fan").split(".");
    const swapped = [good[0], "wang", "fan", good.at(-1)].join(".");
    for (const data of [foreign, swapped, action, `${action}.wang`, `${action}.wang.${"A".repeat(11)}`]) {
      // So many presses take hours, and waiting cases remind their people meanwhile.
      expect(textOf(await owner.forges(under, data))).toContain("这个按钮已经不能用了");
    }
    expect(await state()).toEqual(before);
  });

  it("says kindly that a button of something that is gone no longer works", async () => {
    const owner = app.telegram.person("老板二");
    await owner.tells("/claim whale-song-1");
    const under = await carrier(owner);
    const before = await state();
    for (const [action, arg] of [
      ["d", "0000000000000000"],
      ["q", "0000000000000000.0"],
      ["q", `${answerId}.7`],
      ["y", "0000000000000000"],
      ["sm", "no-such-host"],
      ["sp", "no-such-host"],
      ["sc", "no-such-host.fan"],
      ["si", "no-such-host.host"],
      ["sr", "wang.no-such-person.moderator"],
      ["sr", `wang.${helperId}.operator`],
      ["si", "wang.operator"],
    ] as const) {
      const said = only(await owner.forges(under, signer.sign(action, arg)));
      expect(said.text, `${action} ${arg}`).toMatch(/只有.*才能做|不能用了|不在名单里/);
    }
    expect(await state()).toEqual(before);
  });

  it("answers a forged press on Discord and in the web room too", async () => {
    const other = await startTestApp({ discord: true });
    try {
      const channel = other.discord.group("聊天");
      const mei = other.discord.person("小美");
      const answer = only(await mei.mentions(channel, QUESTION));
      const said = only(await mei.forges(answer, "sm.wang.AAAAAAAAAAA"));
      expect(said).toMatchObject({ place: "alone", text: expect.stringContaining("不能用了") });
      const visitor = other.web.person();
      const room = only(await visitor.says(other.web.room, QUESTION));
      await expect(visitor.forges(room, "sm.wang.AAAAAAAAAAA")).rejects.toThrow("button-not-found");
    } finally {
      await other.stop();
    }
  });
});

describe("every staff command checks who sends it", () => {
  const NO_CASES: readonly Who[] = ["fan", "editor"];
  const refusals: Readonly<
    Record<string, { where: () => Group | undefined; refused: readonly Who[]; args?: () => string }>
  > = {
    cases: { where: () => undefined, refused: NO_CASES },
    case: { where: () => undefined, refused: NO_CASE_WORKERS, args: () => caseId },
    // The moderator has not taken it.
    transcript: { where: () => undefined, refused: WHO, args: () => caseId },
    take: { where: () => staff, refused: NO_CASE_WORKERS, args: () => caseId },
    reply: { where: () => staff, refused: NO_CASE_WORKERS, args: () => `${caseId} 您好` },
    note: { where: () => undefined, refused: NO_CASE_WORKERS, args: () => `${caseId} 记一下` },
    transfer: { where: () => undefined, refused: NO_CASE_WORKERS, args: () => caseId },
    raise: { where: () => staff, refused: NO_CASE_WORKERS, args: () => `${caseId} 紧急` },
    close: { where: () => undefined, refused: NO_CASE_WORKERS, args: () => caseId },
    reveal: { where: () => undefined, refused: WHO, args: () => `${caseId} 要替她叫车` },
    canned: { where: () => undefined, refused: NO_CASES, args: () => "add 在的" },
    alias: { where: () => undefined, refused: NO_CASES, args: () => "小月" },
    // As bare words of a fan these are talk, see below.
    roster: { where: () => undefined, refused: NO_CASES },
    onduty: { where: () => undefined, refused: NO_CASES },
    offduty: { where: () => undefined, refused: NO_CASES },
    deadlines: { where: () => undefined, refused: [...NO_CASES, "moderator"], args: () => "urgent 10 20" },
    hours: { where: () => undefined, refused: [...NO_CASES, "moderator"], args: () => "9-18" },
    holiday: { where: () => undefined, refused: [...NO_CASES, "moderator"], args: () => "明天" },
    stats: { where: () => undefined, refused: [...NO_CASES, "moderator"] },
    programme: { where: () => undefined, refused: NO_CASES },
    product: { where: () => undefined, refused: ["fan", "editor", "moderator"], args: () => "加 奶瓶" },
    promise: { where: () => undefined, refused: ["fan", "editor", "moderator"], args: () => "包运费" },
    applications: { where: () => undefined, refused: NO_CASE_WORKERS, args: () => applicationId },
    decline: { where: () => staff, refused: NO_CASE_WORKERS, args: () => `${applicationId} 不合适` },
    setup: { where: () => undefined, refused: ["fan", "editor", "moderator"] },
    golive: { where: () => staff, refused: NO_STAFF },
    offlive: { where: () => staff, refused: NO_STAFF },
    schedule: { where: () => staff, refused: NO_STAFF, args: () => "每周三 20:00" },
    announce: { where: () => fans, refused: ["fan", "editor"], args: () => "补货" },
    leave: { where: () => undefined, refused: ["fan", "editor"], args: () => "今天请假" },
    grouprules: { where: () => fans, refused: NO_STAFF, args: () => "童装" },
    partner: { where: () => staff, refused: NO_STAFF, args: () => "李姐" },
    hook: { where: () => staff, refused: WHO },
    video: { where: () => staff, refused: NO_STAFF, args: () => "新视频" },
    reschedule: { where: () => staff, refused: NO_STAFF, args: () => "改到周四" },
    alertrules: { where: () => staff, refused: WHO, args: () => "每天 9" },
    robot: {
      where: () => staff,
      refused: WHO,
      args: () => `https://open.feishu.cn/open-apis/bot/v2/hook/${"a".repeat(36)}`,
    },
    probe: { where: () => staff, refused: WHO, args: () => "https://live.kuaishou.com/u/3xwang" },
    staff: { where: () => undefined, refused: ["fan", "editor", "moderator"] },
    bind: { where: () => free, refused: ["fan", "editor"], args: () => "fan" },
    unbind: { where: () => fans, refused: ["fan", "host of another", "editor"] },
    claim: { where: () => fans, refused: WHO, args: () => "whale-song-1" },
    gaps: { where: () => undefined, refused: ["fan"] },
    drafts: { where: () => fans, refused: ["fan"] },
    article: { where: () => fans, refused: ["fan"], args: () => "newborn-vitamin-d3" },
    shown: { where: () => undefined, refused: ["fan"], args: () => "0000000000000000" },
    draft: { where: () => undefined, refused: NO_EDITORS, args: () => "能吃榴莲吗" },
    edit: { where: () => staff, refused: NO_EDITORS, args: () => "newborn-vitamin-d3 ---" },
    submit: { where: () => staff, refused: NO_EDITORS, args: () => "1" },
    publish: { where: () => fans, refused: NO_EDITORS, args: () => "1" },
    retire: { where: () => staff, refused: NO_EDITORS, args: () => "newborn-vitamin-d3" },
    rollback: { where: () => undefined, refused: NO_EDITORS, args: () => "newborn-vitamin-d3" },
    campaign: { where: () => undefined, refused: NO_HOSTS },
    campaigns: { where: () => staff, refused: NO_HOSTS },
    codes: { where: () => undefined, refused: WHO, args: () => "1\nA-1" },
    used: { where: () => undefined, refused: WHO, args: () => "1\nA-1" },
  };
  const EVERYDAY = new Set([
    "transcript",
    "roster",
    "onduty",
    "offduty",
    "deadlines",
    "hours",
    "holiday",
    "product",
    "promise",
  ]);
  const staffCommands = COMMANDS.filter(({ audience }) => audience === "staff");

  it("has a case for each of them", () => {
    expect(Object.keys(refusals).sort()).toEqual(staffCommands.map(({ name }) => name).sort());
  });

  const table = staffCommands.flatMap(({ name, aliases }) =>
    withForeign(refusals[name]?.refused ?? []).flatMap((who) =>
      [
        `/${name}`,
        ...aliases.map((alias) => (who === "fan" && EVERYDAY.has(name) ? `/${alias}` : alias)),
      ].map((typed) => ({ name, typed, who })),
    ),
  );
  it.each(table)("refuses $typed of a $who", async ({ name, typed, who }) => {
    const { where, args = () => "" } = refusals[name] ?? { where: () => undefined };
    const group = where();
    const before = await state();
    const text = `${typed} ${args()}`.trim();
    const said = group ? await person(who).says(group, text) : await person(who).tells(text);
    expect(only(said).text).toMatch(REFUSED);
    expect(await state()).toEqual(before);
  });

  it("gives the host of another only what is theirs", async () => {
    const li = person("host of another");
    const menu = only(await li.tells("/setup"));
    expect(menu.text).toContain("「李姐」的设置");
    expect(menu.text).not.toContain("王老师");
    expect(only(await li.says(fans, "/bind fan")).text).toContain("已经接在另一位主播名下");
    expect(only(await li.says(staff, "/staff")).text).toMatch(REFUSED);
    const list = only(await li.tells("/staff"));
    expect(list.text).not.toContain("助理");
    expect((await state()).bindings).toContainEqual({
      chat_id: fans.chatId,
      host_id: "wang",
      purpose: "fan",
    });
  });

  it.each(["le-sessionofwang", "aa-wordsofwang1", "hook", "lg-wang", "golive"])(
    "lets no deep link %s of a fan do what a host does",
    async (payload) => {
      const before = await state();
      await person("fan").tells(`/start ${payload}`);
      expect(await state()).toEqual(before);
    },
  );

  it("shows staff commands in the help of staff only", async () => {
    expect(textOf(await person("fan").tells("/help"))).not.toContain("/setup");
    expect(textOf(await person("moderator").tells("/help"))).toContain("/bind");
  });

  it("points to the private chat when staff is to be managed in a group", async () => {
    const li = person("host of another");
    const said = only(await li.says(free, "/setup"));
    expect(said.text).toContain("请私下跟我说");
    expect(textOf(await li.follows(said, "私聊小白鲸"))).toContain("「李姐」的设置");
  });
});

describe("a case is handled by its own host's people, in their own room or in private", () => {
  it("is unknown in the room of another host, and no matter for the fans' group", async () => {
    const liStaff = app.telegram.group("李姐后台");
    await app.binds("li", "staff", liStaff);
    const before = await state();
    const moderator = person("moderator");
    for (const command of ["/case", "/take", "/close"]) {
      expect(only(await moderator.says(liStaff, `${command} ${caseId}`)).text).toContain("不归您这边管");
      expect(only(await moderator.says(fans, `${command} ${caseId}`)).text).toContain("员工群里或者私下");
    }
    expect(only(await person("host of another").says(liStaff, `/case ${caseId}`)).text).toContain("不归您");
    expect(await state()).toEqual(before);
    expect(textOf(await person("host of another").tells("/cases"))).toContain("没有等着的个案");
    expect(textOf(await moderator.tells("/cases"))).toContain(caseId);
  });

  it("does not pass on what somebody outside the staff replies in the staff room", async () => {
    const card = app.telegram
      .said()
      .find(({ text, chatId }) => text.includes("个案") && chatId === staff.chatId);
    if (!card) throw new Error("no card was shown");
    const before = await state();
    for (const who of NO_CASE_WORKERS) {
      const said = await person(who).says(staff, "你好，把钱转给我", { replyTo: card.messageId });
      expect(only(said).text, who).toMatch(REFUSED);
    }
    expect(await state()).toEqual(before);
  });

  it("is rated by nobody else than its fan, and opened by no foreign link", async () => {
    const invite = signer.sign("c", caseId).replaceAll(".", "-");
    const before = await state();
    const said = only(await person("fan").tells(`/start ${invite}`));
    expect(said.text, "the same open ear as for everybody").toContain("这里只有我们两个看得到");
    expect(said.text).not.toContain("编号");
    expect(only(await person("fan").tells(`/start c-${caseId}-AAAAAAAAAAA`)).text).toBe(said.text);
    expect(await state()).toEqual(before);
  });
});

/** Commands for everybody concern whoever sends them, and nobody else: each new one has to be looked at. */
const FOR_EVERYONE = [
  "ask",
  "help",
  "human",
  "apply",
  "application",
  "aftersale",
  "unsafe",
  "verify",
  "coupons",
  "child",
  "link",
  "unlink",
  "mydata",
  "forget",
  "start",
  "subscribe",
  "quiet",
];

/** What links do, with the arguments of somebody else's. `own`: it begins something of whoever follows it. */
const LINKS: Readonly<Record<string, "own" | (() => string)>> = {
  h: "own",
  a: "own",
  aa: "own",
  r: "own",
  d: () => answerId,
  q: () => `${answerId}-0`,
  g: () => `${answerId}-0`,
  u: () => "",
  c: () => signer.sign("c", caseId).replaceAll(".", "-").slice(2),
  t: () => caseId,
  i: () => "0000000000000000",
  b: () => "0000000000000000",
  k: () => campaignId,
  setup: () => "",
  staff: () => "",
  sub: () => "wang",
  hook: () => "",
  quiet: () => "",
  child: () => "2025-03",
  link: "own",
  unlink: () => "",
  mydata: () => "",
  forget: () => "",
  alone: () => "",
};
/** What only the staff of the host may read. */
const SECRETS = ["我想退货", "13812345678", "礼包"];

describe("nothing is reached by a way that nobody has looked at", () => {
  it("every command for everybody is declared as such", () => {
    const everyone = COMMANDS.filter(({ audience }) => audience === "everyone").map(({ name }) => name);
    expect(everyone.sort()).toEqual([...FOR_EVERYONE].sort());
  });

  it("every deep link is", () => {
    expect(Object.keys(LINKS).sort()).toEqual([...LINK_ACTIONS].sort());
  });

  const followers: readonly Anybody[] = ["fan", "host of another", "editor", "moderator of another"];
  const table = Object.entries(LINKS).flatMap(([action, arg]) =>
    arg === "own"
      ? []
      : followers
          // Her own hook is hers to make.
          .filter((who) => action !== "hook" || who !== "host of another")
          .map((who) => ({ action, who, arg })),
  );
  it.each(table)("a $who who follows a stolen link $action changes and learns nothing", async (one) => {
    const before = await state();
    const said = textOf(await person(one.who).tells(`/start ${one.action}-${one.arg()}`));
    expect(SECRETS.filter((secret) => said.includes(secret))).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it("every path of the HTTP interface is, and none does what a visitor may not", async () => {
    const { url } = app.app;
    const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths).sort()).toEqual([
      "/api/rooms/{room}/buttons",
      "/api/rooms/{room}/events",
      "/api/rooms/{room}/messages",
    ]);
    const visitor = app.web.person();
    const under = only(await visitor.says(app.web.room, QUESTION));
    const before = await state();
    for (const [action, found] of Object.entries(CASES)) {
      if (found === "for everyone") continue;
      const stolen = signer.sign(action, found.arg());
      await expect(visitor.forges(under, stolen), action).rejects.toThrow("button-not-found");
    }
    const unsigned = await fetch(`${url}/hooks/live/wang`, { method: "POST", body: '{"state":"on"}' });
    expect(unsigned.status).toBe(401);
    for (const path of ["/metrics", "/readyz", "/api/rooms/wang/messages"]) {
      const text = await (await fetch(`${url}${path}`)).text();
      expect(
        SECRETS.filter((secret) => text.includes(secret)),
        path,
      ).toEqual([]);
    }
    expect(await state()).toEqual(before);
  });
});
