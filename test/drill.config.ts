import { defineConfig } from "vitest/config";

/** The long fault drills, one after the other: they measure, so nothing else may run beside them. */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    // The random schedules and the deaths at each place are everyday tests too; here they are played in full.
    include: [
      "test/drills/**/*.drill.ts",
      "test/{cases,aid,coupons}/schedules.test.ts",
      "test/delivery/crash.test.ts",
    ],
    env: { DRILL: "1" },
    testTimeout: 420_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
