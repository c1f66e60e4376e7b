import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What an operator watches, in Prometheus' own text. No label ever names a person or an amount. */
export type Metrics = {
  readonly contentType: string;
  text(): Promise<string>;
  /** One answered request; `route` is the pattern, never the address. */
  answered(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  /** A figure that is read at the moment it is asked for. */
  gauge(name: string, help: string, read: () => Promise<number>): void;
};

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** One for the process: calls are refused deep inside, where no registry is handed on. */
const refusedCalls = new Counter({ name: 'roundtrip_calls_refused_total', help: 'Calls of connectors that were refused', labelNames: ['connector', 'kind'], registers: [] });

export const countRefusedCall = (connector: string, kind: string): void => { refusedCalls.inc({ connector, kind }); };

export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(refusedCalls);
  const seconds = new Histogram({ name: 'roundtrip_http_seconds', help: 'Time to answer', labelNames: ['method', 'route', 'status'], buckets: BUCKETS, registers: [registry] });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: ({ method, route, status, seconds: taken }) => { seconds.observe({ method, route, status: String(status) }, taken); },
    gauge(name, help, read) {
      const gauge = new Gauge({
        name, help, registers: [registry],
        async collect() { gauge.set(await read()); },
      });
    },
  };
}
