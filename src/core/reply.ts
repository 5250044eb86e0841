import type { Content, Draft, Lane, Target } from "./content.ts";

/** What a feature wants said; the router knows where. */
export interface Reply extends Pick<Draft, "handle" | "edit" | "action" | "unreached"> {
  readonly lane: Lane;
  /** Distinguishes several replies to one update. */
  readonly purpose: string;
  /** `chat`: where the update came from. `person`: to its sender alone, in private or as a whisper. */
  readonly audience: "chat" | "person";
  /** Another chat altogether, such as a staff room. */
  readonly to?: Target;
  readonly content: Content;
  /** Not shown as a reply: quoting the message would draw the group's eyes to it. */
  readonly detached?: boolean;
  /** What the group reads instead when its sender cannot be reached alone; undefined: nothing. */
  readonly otherwise?: Content | undefined;
}

/** How a feature can point to a private chat, on the platform the update came from. */
export interface PrivateWay {
  /** A link that opens a private chat and sends `/start payload`; undefined where there are none. */
  deepLink(payload: string): string | undefined;
}
