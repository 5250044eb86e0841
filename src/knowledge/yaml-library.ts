import { createRequire } from "node:module";
import type * as Yaml from "yaml";

const require = createRequire(import.meta.url);
let library: typeof Yaml | undefined;

/**
 * The YAML library, loaded when something is first read with it: that is what an editor writes, and an article with
 * something wrong in it, so a start does without its 72 modules.
 */
export function yamlLibrary(): typeof Yaml {
  library ??= require("yaml") as typeof Yaml;
  return library;
}
