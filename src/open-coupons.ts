import { helpedAmong, isStopped } from "./aid/index.ts";
import { TOPIC_NAMES } from "./alerts/index.ts";
import type { Clock } from "./core/clock.ts";
import { RESEND_UNKNOWN } from "./core/content.ts";
import type { Logger } from "./core/logger.ts";
import type { PlatformName } from "./core/message.ts";
import type { Platform } from "./core/platform.ts";
import type { Random } from "./core/random.ts";
import type { ButtonSigner } from "./core/signed-data.ts";
import type { Transact } from "./core/transact.ts";
import {
  type CouponDeps,
  type CouponDesk,
  type CouponStores,
  createCouponDesk,
  quietInDanger,
  type Surroundings,
} from "./coupons/index.ts";
import { type Delivery, type Lease, type NewDelivery, toDeliveries } from "./delivery/index.ts";
import type { Guard } from "./safety/index.ts";

/** What coupons ask of people and goods, answered by the features that know it. */
export const surroundings: Surroundings = {
  quiet: quietInDanger,
  isStopped,
  families: helpedAmong,
  subscribers: ({ audience }, hostId, personIds) => audience.subscribedAmong(hostId, TOPIC_NAMES, personIds),
};

/** Coupons with what they need of platforms and of other features. */
export function openCoupons(options: {
  readonly transact: Transact<CouponStores>;
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: ButtonSigner;
  readonly logger: Logger;
  readonly platformOf: (name: PlatformName) => Platform | undefined;
  readonly lease: () => Lease;
  readonly guard: Guard;
  readonly offer: (deliveries: readonly Delivery[]) => void;
  readonly keepsTime: () => boolean;
}): CouponDeps & { readonly desk: CouponDesk } {
  const { platformOf, clock, random } = options;
  const deps: CouponDeps = {
    transact: options.transact,
    clock,
    random,
    signer: options.signer,
    logger: options.logger,
    offer: options.offer,
    keepsTime: options.keepsTime,
    async post({ outbox }, said) {
      const rows = said.flatMap(({ origin, draft }): readonly NewDelivery[] => {
        const platform = platformOf(draft.to.platform);
        return platform ? toDeliveries(draft, origin, platform.abilities, random) : [];
      });
      const now = clock.now();
      // A code is leased when its turn comes: what was only written when the process ends was surely not sent.
      const waited = rows.filter(({ lane }) => RESEND_UNKNOWN.has(lane));
      const others = rows.filter(({ lane }) => !RESEND_UNKNOWN.has(lane));
      return [
        ...(waited.length > 0 ? await outbox.enqueue(waited, now, options.lease()) : []),
        ...(others.length > 0 ? await outbox.enqueue(others, now) : []),
      ];
    },
    wayOf(name) {
      const platform = platformOf(name);
      return (
        platform && {
          whisper: platform.abilities.whisper,
          deepLink: (payload) => platform.deepLink(payload),
          answerPress: async (updateKey, answer) =>
            (await platform.answerPress?.(updateKey, answer)) ?? false,
        }
      );
    },
    guard: (text) =>
      options.guard(text).findings.map(({ level, words, law, better }) => ({
        level,
        words: words.join("、"),
        advice: `${law}；${better.zh}`,
      })),
    around: surroundings,
  };
  return { ...deps, desk: createCouponDesk(deps) };
}
