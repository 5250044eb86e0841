import type { Person } from "./people-store.ts";

type Holder = Pick<Person, "roles">;

/** May do everything that concerns the server. */
export const isOperator = (person: Holder): boolean => person.roles.some(({ role }) => role === "operator");

/** May set up this host, its groups and its people. */
export const mayManage = (person: Holder, hostId: string): boolean =>
  isOperator(person) || person.roles.some((grant) => grant.hostId === hostId && grant.role === "host");

/** May connect groups to this host. */
export const mayBind = (person: Holder, hostId: string): boolean =>
  mayManage(person, hostId) ||
  person.roles.some((grant) => grant.hostId === hostId && grant.role === "moderator");

/** Works for this host in any role. */
export const isStaffOf = (person: Holder, hostId: string): boolean =>
  isOperator(person) || person.roles.some((grant) => grant.hostId === hostId);

/** May change articles, which belong to no host: an editor of any host, and the operator. */
export const mayEdit = (person: Holder): boolean =>
  isOperator(person) || person.roles.some(({ role }) => role === "editor");

/** The hosts this person works for; `everybody` for the operator, who also sees what belongs to no host. */
export const hostsOf = (person: Holder): readonly string[] | "everybody" =>
  isOperator(person)
    ? "everybody"
    : [...new Set(person.roles.flatMap(({ hostId }) => (hostId === undefined ? [] : [hostId])))];

/** May see and work on this host's cases: not its editors, who keep articles. The operator's are those of no host. */
export const mayHandleCases = (person: Holder, hostId: string | undefined): boolean =>
  hostId === undefined ? isOperator(person) : mayBind(person, hostId);

/** Whose cases this person may handle. */
export const hostsHandled = (person: Holder): readonly string[] | "everybody" =>
  isOperator(person)
    ? "everybody"
    : [
        ...new Set(
          person.roles.flatMap(({ hostId }) =>
            hostId !== undefined && mayHandleCases(person, hostId) ? [hostId] : [],
          ),
        ),
      ];
