import { z } from "zod";
import type { CouponDeps, CouponStores } from "./coupon-deps.ts";

export interface ShopCoupon {
  /** The campaign's number, as we name it to the shop. */
  readonly reference: string;
  readonly title: string;
  readonly stock: number;
  readonly opensAt: number;
  readonly closesAt: number;
}

/**
 * A shop that makes coupons itself. Every call may be repeated with the same reference and has one effect; a failure
 * that passes by itself is an `OperationalError`. The file pool below is the only one that is shipped.
 */
export interface ShopPlatform {
  readonly name: string;
  create(coupon: ShopCoupon): Promise<{ readonly shopId: string }>;
  /** Gives one to a customer of the shop; the code that is to be shown, if there is one. */
  send(shopId: string, customer: string, reference: string): Promise<{ readonly code: string | undefined }>;
  /** What was used since the mark of the last answer; finds what a lost push did not tell. */
  query(
    shopId: string,
    mark: string | undefined,
  ): Promise<{ readonly used: readonly string[]; readonly mark: string }>;
  /** Reads and checks a push; undefined when it is not from this shop. */
  readPush(body: string, headers: Readonly<Record<string, string>>): { readonly pushId: string } | undefined;
}

/** Codes come from a file and what was used comes from another: nothing is asked of any server. */
export const filePool: ShopPlatform = {
  name: "file",
  create: async ({ reference }) => ({ shopId: reference }),
  send: async () => ({ code: undefined }),
  query: async (_shopId, mark) => ({ used: [], mark: mark ?? "" }),
  readPush: () => undefined,
};

const MOST_PUSH = 16_000;
const PUSHES_AT_ONCE = 100;
/** What of a push is understood here: codes of a campaign that were used. */
const UsedPush = z.object({
  campaign: z.number().int(),
  used: z.array(z.string().max(64)).max(1_000),
});

/**
 * Takes a push in: written down and answered, looked at later, so that the answer comes within the shop's three seconds
 * whatever there is to do. The same push again is known and does nothing; "refused" for what is not from this shop.
 */
export async function acceptPush(
  deps: Pick<CouponDeps, "transact" | "clock">,
  shop: ShopPlatform,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<"taken" | "known" | "refused"> {
  if (body.length > MOST_PUSH) return "refused";
  const read = shop.readPush(body, headers);
  if (!read) return "refused";
  const push = { shop: shop.name, pushId: read.pushId.slice(0, 200), body };
  const isNew = await deps.transact(({ coupons }) => coupons.addPush(push, deps.clock.now()));
  return isNew ? "taken" : "known";
}

/** Looks at what was pushed; what cannot be read is put away, because the shop would only send it again. */
export async function takePushes(deps: Pick<CouponDeps, "transact" | "clock" | "logger">): Promise<number> {
  return await deps.transact(async ({ coupons }) => {
    const pushes = await coupons.pushes(PUSHES_AT_ONCE);
    for (const { shop, pushId, body } of pushes) {
      const push = UsedPush.safeParse(parseJson(body));
      if (push.success) await coupons.markUsed(push.data.campaign, push.data.used, deps.clock.now());
      else deps.logger.warn({ shop }, "a push of a shop could not be understood");
      await coupons.donePush(shop, pushId, deps.clock.now());
    }
    return pushes.length;
  });
}

/** Asks the shop what was used, for pushes that were lost; returns the mark for the next time. */
export async function askShop(
  deps: Pick<CouponDeps, "transact" | "clock">,
  shop: ShopPlatform,
  campaignId: number,
  shopId: string,
  mark: string | undefined,
): Promise<string> {
  const found = await shop.query(shopId, mark);
  await deps.transact(({ coupons }: Pick<CouponStores, "coupons">) =>
    coupons.markUsed(campaignId, found.used, deps.clock.now()),
  );
  return found.mark;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
