import { defineConfig } from "vitest/config";

/** The long fault drills, one after the other: they measure, so nothing else may run beside them. */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/drills/**/*.drill.ts"],
    testTimeout: 420_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
