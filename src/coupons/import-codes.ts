import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { MOST_STOCK } from "./campaign.ts";
import { campaignCard } from "./campaign-card.ts";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";
import { answer, answerKey, answerText, campaignFor, isReply } from "./coupon-desk-place.ts";
import { MOST_CODES, readCodes } from "./read-codes.ts";

type Handed = { readonly text: string } | "unreadable" | undefined;

/** The number and the rows of `/codes 12` with a file, or with the rows pasted behind it. */
function readHanded(args: string, document: Handed): { number: string; rows: string | undefined } {
  const [, number = "", pasted = ""] = /^\s*#?(\d{1,15})[^\S\n]*(?:\n([\s\S]*))?$/.exec(args) ?? [];
  if (document === "unreadable") return { number, rows: undefined };
  return { number, rows: document?.text ?? pasted };
}

/** `/codes NUMBER` 券码: single codes for a pool, all of them or none. */
export async function importCodes(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  args: string,
  document: Handed,
): Promise<Reply> {
  const { coupons } = stores;
  const { number, rows } = readHanded(args, document);
  const campaign = await campaignFor(stores, actor, number, true);
  if (isReply(campaign)) return campaign;
  const { campaignId, settings, status, stock } = campaign;
  if (settings.kind !== "pool" || settings.step === "title") return answerKey(actor, "coupons.no-pool");
  if (["closed", "stopped", "frozen"].includes(status)) return answerKey(actor, "coupons.too-late");
  const read = readGiven(actor, rows);
  if ("audience" in read) return read;
  if (stock + read.codes.length > MOST_STOCK)
    return answerKey(actor, "coupons.too-many", { most: MOST_STOCK });
  const known = await coupons.knownCodes(campaignId, read.codes);
  if (known.size > 0) {
    const lines = (rows ?? "").split(/\r\n|\n|\r/);
    const places = [...known].slice(0, 10).map((code) => lines.findIndex((line) => line.includes(code)) + 1);
    return answerKey(actor, "coupons.codes-known", { count: known.size, rows: places.join("、") });
  }
  const added = await coupons.addCodes(campaignId, read.codes);
  await coupons.changeCampaign(campaignId, { stock: stock + added });
  const changed = (await coupons.campaign(campaignId)) ?? campaign;
  const card = campaignCard(deps, changed, actor.locale);
  const first = { kind: "text", text: say(actor.locale, "coupons.codes-added", { count: added }) } as const;
  return answer(actor, { ...card, blocks: [first, ...card.blocks] });
}

/** `/used NUMBER` 核销: which codes the shop says were used. */
export async function importUsed(
  deps: CouponDeps,
  stores: CouponStores,
  actor: Actor,
  args: string,
  document: Handed,
): Promise<Reply> {
  const { number, rows } = readHanded(args, document);
  const campaign = await campaignFor(stores, actor, number, true);
  if (isReply(campaign)) return campaign;
  if (campaign.settings.kind !== "pool") return answerKey(actor, "coupons.no-pool");
  const read = readGiven(actor, rows);
  if ("audience" in read) return read;
  const count = await stores.coupons.markUsed(campaign.campaignId, read.codes, deps.clock.now());
  return answerKey(actor, "coupons.used-marked", { count, rest: read.codes.length - count });
}

function readGiven(actor: Actor, rows: string | undefined): { readonly codes: readonly string[] } | Reply {
  if (rows === undefined) return answerKey(actor, "coupons.file-unreadable");
  const { codes, problems, problemCount } = readCodes(rows);
  if (problemCount > 0) {
    const { locale } = actor;
    const list = problems
      .map(({ row, problem }) =>
        say(locale, "coupons.row", { row, problem: say(locale, `coupons.row.${problem}`) }),
      )
      .join("\n");
    return answerText(actor, say(locale, "coupons.codes-bad", { count: problemCount, list }));
  }
  if (codes.length === 0) return answerKey(actor, "coupons.codes-none");
  if (codes.length > MOST_CODES) return answerKey(actor, "coupons.too-many", { most: MOST_CODES });
  return { codes };
}
