export { createKuaishouProbe } from "./kuaishou-page.ts";
