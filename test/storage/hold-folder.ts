import { FolderInUseError, lockFolder } from "../../src/storage/index.ts";

/** Another process for the tests: takes the folder, says whether it could, and stays until it is killed. */
try {
  lockFolder(process.argv[2] ?? "");
  // Whoever drops what came back holds the folder all the same.
  globalThis.gc?.();
  process.send?.(true);
} catch (error) {
  process.send?.(error instanceof FolderInUseError ? false : String(error));
}
setInterval(() => {}, 1_000);
