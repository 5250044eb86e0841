import type { PlatformName } from "../core/message.ts";

export const ROLES = ["operator", "host", "moderator", "editor"] as const;
export type Role = (typeof ROLES)[number];

/** A role for one host; the operator's has no host, it holds for the whole server. */
export interface RoleGrant {
  readonly hostId: string | undefined;
  readonly role: Role;
}

export interface Person {
  readonly personId: string;
  /** Whether the bot has told this person that it is a bot. */
  readonly greeted: boolean;
  /** A chat in which the bot may write to this person alone on this platform, once there was one. */
  readonly privateChatId: string | undefined;
  /** The host in whose group this person was last seen: whose staff a private message concerns. */
  readonly lastHostId: string | undefined;
  /** The months in which her children were born, `2025-03`, as far as she told; nothing else of a child is kept. */
  readonly children: readonly string[];
  readonly roles: readonly RoleGrant[];
}

export interface Host {
  readonly hostId: string;
  readonly name: string;
  readonly sample: boolean;
}

/** What a group that somebody binds is for. */
export type GroupPurpose = "fan" | "staff";
/** `robot`: a group robot of a work chat, which is told things and hears nothing. */
export type ChatPurpose = GroupPurpose | "robot";

export interface Chat {
  readonly platform: PlatformName;
  readonly chatId: string;
  readonly kind: "private" | "group";
  readonly title: string | undefined;
  readonly host: Host | undefined;
  readonly purpose: ChatPurpose | undefined;
  readonly gone: boolean;
  readonly seesAll: boolean | undefined;
}

export type InvitePurpose = "host" | "moderator" | "editor" | "bind-fan" | "bind-staff";

export interface Invite {
  readonly hostId: string;
  readonly purpose: InvitePurpose;
  readonly createdBy: string;
}

export interface StaffMember {
  readonly personId: string;
  readonly role: Role;
  readonly displayName: string | undefined;
}

export interface Wizard {
  readonly step: "host-name";
  readonly updatedAt: number;
}

export interface PeopleStore {
  /** The person behind an account; made at first sight, with a new id from `newId`. */
  identify(
    account: {
      platform: PlatformName;
      userId: string;
      displayName: string | undefined;
      privateChatId: string | undefined;
    },
    newId: string,
    now: number,
  ): Promise<Person>;
  /** The person behind an account that the bot has met; never makes one. */
  findAccount(
    platform: PlatformName,
    userId: string,
  ): Promise<Pick<Person, "personId" | "roles"> | undefined>;
  /** The person with this id, with the roles that count now. */
  findPerson(personId: string): Promise<Pick<Person, "personId" | "roles"> | undefined>;
  /** The id under which this person is known now, if her account was linked to another. */
  currentId(personId: string): Promise<string>;
  /** Chats in which the bot may write to this person alone. */
  privateChatsOf(
    personId: string,
  ): Promise<readonly { readonly platform: PlatformName; readonly chatId: string }[]>;
  markGreeted(personId: string, now: number): Promise<void>;
  setChildren(personId: string, months: readonly string[]): Promise<void>;
  rememberHost(personId: string, hostId: string): Promise<void>;

  chat(platform: PlatformName, chatId: string): Promise<Chat | undefined>;
  /** Keeps what an update told about a chat; a chat that writes is not gone. */
  seeChat(
    chat: {
      platform: PlatformName;
      chatId: string;
      kind: "private" | "group";
      title: string | undefined;
      seesAll?: boolean | undefined;
    },
    now: number,
  ): Promise<void>;
  markChatGone(platform: PlatformName, chatId: string, reason: string, now: number): Promise<void>;
  /** A chat that lives on under another id keeps its binding. */
  moveChat(platform: PlatformName, fromChatId: string, toChatId: string, now: number): Promise<void>;
  /** Binds a group; refuses one that is bound to another host. */
  bindChat(
    binding: {
      platform: PlatformName;
      chatId: string;
      hostId: string;
      purpose: ChatPurpose;
      boundBy: string;
    },
    now: number,
  ): Promise<"bound" | "bound-to-other-host">;
  unbindChat(platform: PlatformName, chatId: string, hostId: string, now: number): Promise<boolean>;
  /** Every group that belongs to a host. */
  boundChats(): Promise<readonly Chat[]>;
  chatsOf(hostId: string, purpose?: ChatPurpose): Promise<readonly Chat[]>;

  createHost(host: Host, now: number): Promise<void>;
  host(hostId: string): Promise<Host | undefined>;
  hosts(): Promise<readonly Host[]>;

  grant(personId: string, grant: RoleGrant, grantedBy: string | undefined, now: number): Promise<void>;
  /** Takes a role away, and with a host's role the invitations of that person that nobody has used yet. */
  revoke(personId: string, grant: RoleGrant): Promise<boolean>;
  staffOf(hostId: string): Promise<readonly StaffMember[]>;
  operatorCount(): Promise<number>;
  /** Private chats of the operators, for what concerns no host. */
  operatorChats(): Promise<readonly { readonly platform: PlatformName; readonly chatId: string }[]>;

  createInvite(tokenHash: string, invite: Invite & { expiresAt: number }): Promise<void>;
  /** Uses an invite up; undefined when there is none for these purposes, it is over, or somebody else used it. */
  redeemInvite(
    tokenHash: string,
    personId: string,
    purposes: readonly InvitePurpose[],
    now: number,
  ): Promise<Invite | undefined>;

  wizard(personId: string): Promise<Wizard | undefined>;
  setWizard(personId: string, step: Wizard["step"] | undefined, now: number): Promise<void>;

  /** Small facts of the installation: whether the set-up code was used, keys. */
  setting(key: string): Promise<string | undefined>;
  /** Writes a setting once; the value that stands afterwards is returned. */
  settleSetting(key: string, value: string): Promise<string>;
  /** Adds one to a counter that starts anew each window; returns the count. */
  countAttempt(key: string, windowMs: number, now: number): Promise<number>;
}
