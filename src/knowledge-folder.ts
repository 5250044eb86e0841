import { fileURLToPath } from "node:url";

/** Where the reviewed articles lie; in a file of its own, so that the command line need not load the whole bot. */
export const KNOWLEDGE_FOLDER = fileURLToPath(new URL("../knowledge", import.meta.url));
/** Golden questions that publishing must not make worse; absent where only the bot itself is installed. */
export const EVALUATION_FILE = fileURLToPath(new URL("../test/eval/questions.jsonl", import.meta.url));
