import { textContent } from "../core/content.ts";
import type { Delivery } from "../delivery/index.ts";
import type { CouponDeps } from "./coupon-deps.ts";
import { type PressAnswer, SERVED_AT_ONCE, serveClaims } from "./serve-claims.ts";
import { confirmDelivered, releaseOverdue } from "./settle-claims.ts";
import { takePushes } from "./shop-platform.ts";
import { tendCampaign } from "./tend-campaign.ts";

/** How often it is looked what is due, what was delivered and what another process has left. */
const LOOK_EVERY_MS = 2_000;
const CAMPAIGNS_AT_ONCE = 20;
const STEPS_AT_ONCE = 100;
/** Answers to presses under way at the same time. */
const ANSWERS_AT_ONCE = 16;

export interface CouponDesk {
  /** Somebody asks for a code of this campaign, or it became due: what is written already is looked at now. */
  wake(campaignId: number): void;
  start(): void;
  /** Begins nothing new; resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Resolves when nobody waits for an answer. */
  idle(): Promise<void>;
}

/** Serves claims campaign by campaign and keeps their clocks; several processes may each have one. */
export function createCouponDesk(deps: CouponDeps): CouponDesk {
  const { transact, clock, logger } = deps;
  const running = new Map<number, Promise<void>>();
  const again = new Set<number>();
  const open = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;
  let stopped = false;
  let cancel = () => {};

  function track(work: Promise<void>): void {
    open.add(work);
    void work.finally(() => open.delete(work));
  }

  async function serve(campaignId: number): Promise<void> {
    for (let count = SERVED_AT_ONCE; count >= SERVED_AT_ONCE && !stopped; ) {
      const served = await transact((stores) => serveClaims(deps, stores, campaignId));
      count = served.count;
      deps.offer(served.deliveries);
      if (served.answers.length > 0) track(answerAll(served.answers));
    }
  }

  async function answerAll(answers: readonly PressAnswer[]): Promise<void> {
    const left = [...answers];
    const late: PressAnswer[] = [];
    const work = async () => {
      for (let answer = left.shift(); answer; answer = left.shift()) {
        const { from, text, url } = answer;
        const way = deps.wayOf(from.platform);
        const isSaid = await way?.answerPress(from.updateKey, { text, url }).catch(() => false);
        if (!isSaid) late.push(answer);
      }
    };
    await Promise.all(Array.from({ length: ANSWERS_AT_ONCE }, work));
    await sayLate(late).catch((error: unknown) =>
      logger.error({ error }, "late answers could not be written"),
    );
  }

  /** The waiting sign is gone: whoever can be written to is told there. */
  async function sayLate(late: readonly PressAnswer[]): Promise<void> {
    const said = late.flatMap(({ from, text }) =>
      from.privateChatId === undefined
        ? []
        : [
            {
              origin: `coupon-press:${from.updateKey}`,
              draft: {
                lane: "answer",
                purpose: "claim",
                to: { platform: from.platform, chatId: from.privateChatId },
                content: textContent(text),
              } as const,
            },
          ],
    );
    if (said.length > 0) deps.offer(await transact((stores) => deps.post(stores, said)));
  }

  function wake(campaignId: number): void {
    if (stopped) return;
    if (running.has(campaignId)) {
      again.add(campaignId);
      return;
    }
    const work = serve(campaignId)
      // What was asked is in the database; the next look finds it.
      .catch((error: unknown) => logger.error({ error, campaignId }, "claims could not be served"))
      .finally(() => {
        running.delete(campaignId);
        if (again.delete(campaignId)) wake(campaignId);
      });
    running.set(campaignId, work);
  }

  async function each(
    find: () => Promise<readonly number[]>,
    act: (campaignId: number) => Promise<readonly Delivery[]>,
  ): Promise<void> {
    for (const campaignId of await find()) {
      if (stopped) return;
      try {
        deps.offer(await act(campaignId));
      } catch (error) {
        logger.error({ error, campaignId }, "a campaign could not be looked after");
      }
    }
  }

  async function look(): Promise<void> {
    const now = clock.now();
    await each(
      () => transact(({ coupons }) => coupons.dueCampaigns(now, CAMPAIGNS_AT_ONCE)),
      async (campaignId) => {
        const deliveries: Delivery[] = [];
        for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
          const said = await transact(async (stores) => {
            const messages = await tendCampaign(deps, stores, campaignId);
            const after = await stores.coupons.campaign(campaignId);
            return { messages, isDue: after?.nextAt !== undefined && after.nextAt <= clock.now() };
          });
          deliveries.push(...said.messages);
          if (!said.isDue) break;
        }
        return deliveries;
      },
    );
    await each(
      () => transact(({ coupons }) => coupons.receiptCampaigns(CAMPAIGNS_AT_ONCE)),
      (campaignId) => transact((stores) => confirmDelivered(deps, stores, campaignId)),
    );
    await each(
      () => transact(({ coupons }) => coupons.overdueCampaigns(now, CAMPAIGNS_AT_ONCE)),
      async (campaignId) => {
        const { freed, deliveries } = await transact((stores) => releaseOverdue(deps, stores, campaignId));
        if (freed > 0) wake(campaignId);
        return deliveries;
      },
    );
    for (const campaignId of await transact(({ coupons }) => coupons.askedCampaigns(CAMPAIGNS_AT_ONCE))) {
      wake(campaignId);
    }
    await takePushes(deps);
  }

  function lookAgain(): void {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      if (deps.keepsTime?.() === false) return lookAgain();
      looking = look()
        .catch((error: unknown) => logger.error({ error }, "looking after campaigns failed"))
        .finally(() => {
          looking = undefined;
          if (!stopped) lookAgain();
        });
    });
  }

  async function idle(): Promise<void> {
    while (looking || running.size > 0 || open.size > 0) {
      await looking;
      await Promise.all([...running.values(), ...open]);
    }
  }

  return {
    wake,
    start: lookAgain,
    async stop() {
      stopped = true;
      cancel();
      await idle();
    },
    idle,
  };
}
