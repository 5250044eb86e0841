import type { Content } from "../../core/content.ts";
import type { RobotName } from "../../core/message.ts";
import type { Abilities, Pace } from "../../core/platform.ts";

/** What opens one group robot; only ever held sealed or in memory. */
export interface RobotKey {
  /** The part of its address that names it. */
  readonly token: string;
  /** What its calls are signed with, where its owner has switched that on. */
  readonly secret?: string | undefined;
  /** A word that each of its messages has to contain, where its owner has asked for one. */
  readonly keyword?: string | undefined;
}

export interface RobotCall {
  readonly url: URL;
  readonly body: object;
}

/** How an answer is to be taken. `gone`: key, signature or rules of the robot let nothing in any more. */
export type RobotVerdict =
  | { readonly kind: "sent" }
  | { readonly kind: "too-many"; readonly retryAfterMs: number }
  | { readonly kind: "busy" }
  /** Something else stood between us and the robot, or it has learned to speak otherwise. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "gone" | "rejected"; readonly code: number };

/** One maker's robots: how they are addressed, signed, written to and understood. */
export interface RobotKind {
  readonly name: RobotName;
  readonly abilities: Abilities;
  readonly pace: Pace;
  /** The token in an address that somebody pasted; undefined when it is not one of this maker's. */
  readToken(address: URL): string | undefined;
  /** @param now milliseconds since 1970, part of the signature */
  call(key: RobotKey, content: Content, now: number): RobotCall;
  verdict(answer: unknown): RobotVerdict;
}
