import type { Deadline, Told } from "./answer-model.ts";

export interface Recording {
  readonly bytes: Uint8Array;
  /** As the platform says it, such as `audio/ogg`. */
  readonly type: string;
  readonly seconds: number | undefined;
}

/** Writes down what somebody said. Never throws; an empty text is "nothing could be heard". */
export interface Transcriber {
  transcribe(recording: Recording, deadline: Deadline): Promise<Told<string>>;
}
