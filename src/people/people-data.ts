import { NOTHING_TO_SAY, type PersonData } from "../core/person-data.ts";
import { say } from "../core/texts/index.ts";
import type { LinkStore } from "./link-store.ts";
import type { PeopleStore } from "./people-store.ts";

interface Stores {
  readonly people: PeopleStore;
  readonly links: LinkStore;
}

/** Accounts and roles. Whoever still works for a host is known to her until she lets her go. */
export const peopleData: PersonData<Stores> = {
  async shows({ people, links }, personId, locale) {
    const accounts = (await links.accountsOf(personId)).map(
      ({ platform, userId, displayName, createdAt: at }) => ({
        at,
        line: say(locale, "privacy.line.account", { platform, user: userId, name: displayName ?? "" }),
        data: { platform, userId, displayName, since: at },
      }),
    );
    const { roles = [] } = (await people.findPerson(personId)) ?? {};
    const held = await Promise.all(
      roles.map(async ({ role, hostId }) => {
        const host = hostId === undefined ? undefined : await people.host(hostId);
        const values = { role: say(locale, `people.role.${role}`), host: host?.name ?? "" };
        return { line: say(locale, "privacy.line.role", values), data: { role, hostId } };
      }),
    );
    const children = (await links.childrenOf(personId)).map((month) => ({
      line: say(locale, "privacy.line.child", { month }),
      data: { child: month },
    }));
    return [{ title: "privacy.section.people", items: [...accounts, ...held, ...children] }];
  },

  async stays({ people }, personId, locale) {
    const { roles = [] } = (await people.findPerson(personId)) ?? {};
    if (roles.length === 0) return [];
    return [{ line: say(locale, "privacy.stays.roles"), until: undefined, holdsAccount: true }];
  },

  // The accounts themselves go last, when nothing holds them: see `forgetPerson`.
  async forgets({ links }, personId) {
    await links.forgetPerson(personId, false);
  },

  async merges({ links }, fromId, intoId) {
    await links.mergePersons(fromId, intoId);
    return NOTHING_TO_SAY;
  },
};
