import { defineConfig } from "vitest/config";

/** The everyday suite; the long fault drills have their own config so that this one stays under four minutes. */
export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["test/drills/**", "node_modules/**"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
