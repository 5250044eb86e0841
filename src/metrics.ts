import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Numbers for Prometheus; labels are only words of ours, never ids, names or texts. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    updates: new Counter({
      name: "beluga_updates_total",
      help: "Updates handed in by platforms, repeats included",
      labelNames: ["platform", "kind"] as const,
      registers,
    }),
    triaged: new Counter({
      name: "beluga_triaged_total",
      help: "Texts by triage level",
      labelNames: ["level"] as const,
      registers,
    }),
    decisions: new Counter({
      name: "beluga_answers_total",
      help: "Questions by outcome",
      labelNames: ["outcome"] as const,
      registers,
    }),
    helped: new Counter({
      name: "beluga_model_help_total",
      help: "What models were asked for, by outcome: used, or the reason why not",
      labelNames: ["task", "outcome"] as const,
      registers,
    }),
    deliveries: new Counter({
      name: "beluga_deliveries_total",
      help: "Delivery attempts by outcome",
      labelNames: ["platform", "lane", "outcome"] as const,
      registers,
    }),
    sendSeconds: new Histogram({
      name: "beluga_send_seconds",
      help: "Time from lease to receipt",
      labelNames: ["platform"] as const,
      buckets: [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    inboxWaiting: new Gauge({
      name: "beluga_inbox_waiting",
      help: "Updates written down and not yet handled, in this process",
      registers,
    }),
    outboxWaiting: new Gauge({
      name: "beluga_outbox_waiting",
      help: "Deliveries not settled, by lane number and status",
      labelNames: ["lane", "status"] as const,
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
