import type { Whose } from "../cases/index.ts";
import type { Application, ApplicationAnswers, ApplicationEvent, ApplicationStatus } from "./application.ts";
import type { NewProgramme, Programme, ProgrammeStatus } from "./programme.ts";

/** Questions that somebody is answering one after the other; a person has one such form at a time. */
export interface Form {
  readonly kind: "programme" | "application" | "after-sale";
  /** The host, or the number of the programme or of the case. */
  readonly subject: string;
  /** The question that was asked last. */
  readonly step: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly updatedAt: number;
}

/** Another application of the same host that may be of the same family. */
export interface Duplicate {
  readonly applicationId: number;
  readonly status: ApplicationStatus;
  readonly by: readonly ("person" | "phone" | "address")[];
}

/** Keyed digests of a telephone number and an address: equal ones are equal, and neither can be read from them. */
export interface ContactDigests {
  readonly phone: string | undefined;
  readonly address: string | undefined;
}

export interface AidStore {
  form(personId: string): Promise<Form | undefined>;
  keepForm(personId: string, form: Form): Promise<void>;
  dropForm(personId: string): Promise<void>;

  createProgramme(programme: NewProgramme, createdBy: string, now: number): Promise<number>;
  programme(programmeId: number): Promise<Programme | undefined>;
  /** Newest first; without `closed` ones unless asked for. */
  programmes(whose: Whose, limit: number): Promise<readonly Programme[]>;
  setStatus(programmeId: number, status: ProgrammeStatus): Promise<void>;
  /** Takes one family's share of the stock; false when there is not enough. For `changeApplication` alone. */
  reserve(programmeId: number): Promise<boolean>;
  /** Gives one family's share back. For `changeApplication` alone. */
  release(programmeId: number): Promise<void>;

  /** Undefined when this person has one in this programme already. */
  createApplication(
    application: Pick<Application, "programmeId" | "hostId" | "personId" | "from">,
    told: ApplicationAnswers,
    contact: string | undefined,
    digests: ContactDigests,
    now: number,
  ): Promise<number | undefined>;
  /** The application; nobody else can change it until this transaction ends. */
  lock(applicationId: number): Promise<Application | undefined>;
  /** Writes what it is now, and the event that made it so; `seq` counts on. */
  append(application: Application, event: ApplicationEvent): Promise<void>;
  events(applicationId: number): Promise<readonly ApplicationEvent[]>;
  /** Undefined parts were never told, are erased, or no key opens them. */
  told(
    applicationId: number,
  ): Promise<{ readonly answers: ApplicationAnswers | undefined; readonly contact: string | undefined }>;
  duplicatesOf(applicationId: number, limit: number): Promise<readonly Duplicate[]>;
  /** A person's own, newest first. */
  applicationsOf(personId: string, limit: number): Promise<readonly Application[]>;
  /** Of these hosts, oldest first. */
  applications(
    whose: Whose,
    statuses: readonly ApplicationStatus[],
    limit: number,
  ): Promise<readonly Application[]>;

  /** What a host promises for her goods beyond the law. */
  promise(hostId: string): Promise<string | undefined>;
  setPromise(hostId: string, text: string | undefined, by: string, now: number): Promise<void>;

  /** Which of these persons have an application with this host that is one of these. */
  helpedAmong(
    hostId: string,
    personIds: readonly string[],
    statuses: readonly ApplicationStatus[],
  ): Promise<ReadonlySet<string>>;

  /** Applications that are one of these since before a moment. */
  since(statuses: readonly ApplicationStatus[], before: number, limit: number): Promise<readonly number[]>;
  eraseContact(applicationId: number): Promise<void>;
  /** Erases what was told in an ended application and how to reach its person; with `person` also whose it was. */
  eraseApplication(applicationId: number, person: boolean, now: number): Promise<void>;
  /** All applications of one person become another's; of two living ones in one programme the later no longer counts. */
  moveApplications(fromId: string, intoId: string): Promise<void>;
}
