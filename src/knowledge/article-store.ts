import type { PlatformName } from "../core/message.ts";
import type { RevisionAct, RevisionState } from "./revision-states.ts";

/** What an article id answers with now: the shipped files' text, an editor's revision by its number, or nothing. */
export type Live =
  | { readonly kind: "base" }
  | { readonly kind: "editor"; readonly number: number }
  | { readonly kind: "retired" };

/** One text of an article; it never changes, an edit makes another one. */
export interface Revision {
  /** What editors call it by. */
  readonly number: number;
  readonly articleId: string;
  /** Hash of the text, as in `Article.revision`. */
  readonly revision: string;
  /** The file, front matter included. */
  readonly text: string;
  /** The file's translation; editors' revisions have none. */
  readonly english: string | undefined;
  readonly origin: "base" | "editor";
  readonly state: RevisionState;
  readonly authorId: string | undefined;
  readonly publisherId: string | undefined;
  /** The group of unanswered questions it was drafted from. */
  readonly gapGroupId: string | undefined;
  readonly createdAt: number;
  readonly publishedAt: number | undefined;
}

export type NewRevision = Pick<Revision, "articleId" | "revision" | "text" | "authorId" | "gapGroupId">;

/** What stands in for the shipped files: since which event, so that one step back is known. */
export interface Head {
  readonly articleId: string;
  readonly live: Live;
  readonly sinceEventId: number | undefined;
}

/** One act of an editor on an article; appended, never changed. */
export interface ArticleEvent {
  readonly articleId: string;
  readonly number: number | undefined;
  readonly act: RevisionAct | "draft" | "edit";
  readonly from: RevisionState | undefined;
  readonly to: RevisionState | undefined;
  readonly personId: string;
  readonly note: string;
  /** What was live before, where the act changed that. */
  readonly replaced?: { readonly live: Live; readonly sinceEventId: number | undefined } | undefined;
}

/** A wish to publish that waits for the golden gate. */
export interface PublishRequest {
  readonly requestId: string;
  readonly number: number;
  readonly personId: string;
  /** Where the outcome is told; undefined for the terminal. */
  readonly chat:
    | {
        readonly platform: PlatformName;
        readonly chatId: string;
        /** Shown to this user alone, in a room of many. */
        readonly visibleTo: string | undefined;
      }
    | undefined;
  readonly locale: "zh" | "en";
}

export interface BaseText {
  readonly articleId: string;
  readonly revision: string;
  readonly text: string;
  readonly english: string | undefined;
}

/** Articles are global to an installation: nothing here belongs to a host. Instants are ms since 1970 UTC. */
export interface ArticleStore {
  /** Keeps the texts of the shipped files that are not kept yet, so that what was shown can be shown after an upgrade. */
  keepBase(texts: readonly BaseText[], now: number): Promise<number>;
  /** Returns the number; undefined when this article has had that very text before. */
  addRevision(revision: NewRevision, now: number): Promise<number | undefined>;
  revision(number: number): Promise<Revision | undefined>;
  revisionByHash(articleId: string, revision: string): Promise<Revision | undefined>;
  /** Newest first. */
  revisionsOf(articleId: string, limit: number): Promise<readonly Revision[]>;
  /** Drafts and what waits for a second person, newest first. */
  open(limit: number): Promise<readonly Revision[]>;
  /** Changes the state if it still is `from`; says whether it was. */
  setState(
    number: number,
    change: { readonly from: RevisionState; readonly to: RevisionState; readonly publisherId?: string },
    now: number,
  ): Promise<boolean>;
  /** Returns the event's id. */
  record(event: ArticleEvent, now: number): Promise<number>;
  /** Newest first. */
  history(articleId: string, limit: number): Promise<readonly (ArticleEvent & { readonly at: number })[]>;
  replacedBy(eventId: number): Promise<ArticleEvent["replaced"]>;

  head(articleId: string): Promise<Head | undefined>;
  setHead(head: Head): Promise<void>;
  /** Everything that stands in for shipped files now, with the texts of editors' revisions. */
  overrides(): Promise<Overrides>;
  /** Grows with each change of what is live. */
  version(): Promise<number>;
  /** Makes concurrent changes wait for each other until the transaction ends. Returns the new version. */
  nextVersion(): Promise<number>;

  /** Golden questions of an article beside those of the evaluation file. */
  addQuestions(articleId: string, questions: readonly string[], now: number): Promise<void>;
  questions(): Promise<readonly { readonly articleId: string; readonly question: string }[]>;

  /** False when one for this revision waits already. */
  addRequest(request: PublishRequest, now: number): Promise<boolean>;
  openRequests(): Promise<readonly PublishRequest[]>;
  /** False when somebody else has closed it. */
  closeRequest(requestId: string, outcome: string, now: number): Promise<boolean>;

  /** True the first time for this article and day: then the editors have to be told. */
  noticeReview(articleId: string, by: string, now: number): Promise<boolean>;
}

export interface Overrides {
  readonly version: number;
  readonly retired: readonly string[];
  readonly texts: readonly { readonly articleId: string; readonly text: string }[];
}
