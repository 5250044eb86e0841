import { type PersonData, type PersonRows, simpleData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";

export interface KeptSubscription {
  readonly at: number;
  readonly hostId: string;
  readonly topic: string;
}

interface Stores {
  readonly personRows: { readonly subscriptions: PersonRows<KeptSubscription> };
}

/** What a person subscribed to, with her quiet hours. */
export const subscriptionsData: PersonData<Stores> = simpleData(
  ({ personRows }) => personRows.subscriptions,
  "privacy.section.subscriptions",
  ({ at, hostId, topic }, locale) => ({
    at,
    line: say(locale, "privacy.line.subscription", { host: hostId, topic }),
    data: { hostId, topic },
  }),
);
