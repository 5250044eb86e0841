import type { Clock } from "../../src/core/clock.ts";
import { createLogger } from "../../src/core/logger.ts";
import type { PlatformName } from "../../src/core/message.ts";
import type { Abilities } from "../../src/core/platform.ts";
import type { Random } from "../../src/core/random.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import type { CampaignSettings, CouponDeps } from "../../src/coupons/index.ts";
import { type NewDelivery, toDeliveries } from "../../src/delivery/index.ts";
import { surroundings } from "../../src/open-coupons.ts";
import type { Stores } from "../../src/storage/index.ts";
import type { Database } from "./databases.ts";
import { createSeededRandom } from "./seeded-random.ts";

const ABILITIES: Abilities = {
  maxTextLength: 4_000,
  maxButtonRows: 5,
  maxButtonsPerRow: 5,
  maxButtonLabel: 60,
  canEdit: true,
  threads: false,
  moderates: { removes: false, mutes: false },
  files: true,
  media: { maxUploadBytes: 0, reuses: false },
  whisper: false,
  exactlyOnce: false,
  mentionsEverybody: false,
  digestAbove: undefined,
  answersUnaddressed: "confident",
};

/** What was said to presses, where a platform answers these. */
export type Answers = Map<string, { readonly text: string; readonly url?: string | undefined }>;

/** Coupons without an app around them: messages are written and stay in the outbox; Telegram answers presses. */
export function couponDeps(
  transact: Database["transact"],
  clock: Clock,
  more: {
    readonly random?: Random;
    readonly answers?: Answers;
    readonly around?: Partial<CouponDeps["around"]>;
  } = {},
): CouponDeps {
  const random = more.random ?? createSeededRandom();
  return {
    transact,
    clock,
    random,
    signer: createButtonSigner(new Uint8Array(32).fill(7)),
    logger: createLogger("silent"),
    offer: () => {},
    async post({ outbox }, said) {
      const rows = said.flatMap(({ origin, draft }): readonly NewDelivery[] =>
        toDeliveries(draft, origin, ABILITIES, random),
      );
      return await outbox.enqueue(rows, clock.now());
    },
    wayOf: (platform: PlatformName) => ({
      whisper: platform !== "telegram",
      deepLink: (payload) => (platform === "telegram" ? `https://t.me/bot?start=${payload}` : undefined),
      async answerPress(updateKey, answer) {
        more.answers?.set(updateKey, answer);
        return true;
      },
    }),
    guard: () => [],
    around: { ...surroundings, ...more.around },
  };
}

export const settingsOf = (now: number, more: Partial<CampaignSettings> = {}): CampaignSettings => ({
  kind: "pool",
  title: "开学券",
  code: "",
  how: "first",
  starts: "hand",
  closesAt: now + 86_400_000,
  timeZone: "Asia/Shanghai",
  perPerson: 1,
  who: "all",
  familiesFirstMs: 0,
  remindMs: 0,
  waitingList: false,
  needsSecond: false,
  ...more,
});

/** An open campaign of the host `wang` with codes `c1` … */
export async function openCampaign(
  stores: Stores,
  now: number,
  stock: number,
  more: Partial<CampaignSettings> = {},
): Promise<number> {
  await stores.people.createHost({ hostId: "wang", name: "王老师", sample: false }, now);
  const settings = settingsOf(now, more);
  const campaignId = await stores.coupons.addCampaign(
    { hostId: "wang", settings, createdBy: "host", stock },
    now,
  );
  if (settings.kind === "pool") {
    await stores.coupons.addCodes(
      campaignId,
      Array.from({ length: stock }, (_, at) => `c${at + 1}`),
    );
  }
  await stores.coupons.changeCampaign(campaignId, { status: "open", openedAt: now });
  return campaignId;
}

/** A press of this person, who has a private chat unless told otherwise. */
export const pressOf = (personId: string, press = 1, privateChat = true) => ({
  platform: "telegram" as const,
  chatId: "-100",
  userId: personId,
  updateKey: `b:${personId}-${press}`,
  privateChatId: privateChat ? `dm-${personId}` : undefined,
  locale: "zh" as const,
});
