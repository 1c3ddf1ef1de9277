/**
 * Figures for operators, in Prometheus form. Totals of this process only: nothing in them names a workspace, an event or a
 * person. Counting costs an addition; everything that has to be looked up is looked up when the figures are read.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { processWide } from '../process-wide';

export function metrics() {
  return processWide('metrics', createMetrics);
}

function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    /** Requests of the ingest paths, by the status that they were answered with. */
    deliveries: new Counter({
      name: 'abmatic_deliveries_total',
      help: 'Requests of the ingest paths by status',
      labelNames: ['status'] as const,
      registers,
    }),
    /** Messages of deliveries, by whether they were accepted (stored, or known already) or rejected. */
    messages: new Counter({
      name: 'abmatic_messages_total',
      help: 'Messages of deliveries: accepted (stored or known already) or rejected',
      labelNames: ['outcome'] as const,
      registers,
    }),
    flushRows: new Histogram({
      name: 'abmatic_flush_rows',
      help: 'Rows that one transaction of the ingest held',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
      registers,
    }),
    flushSeconds: new Histogram({
      name: 'abmatic_flush_seconds',
      help: 'Duration of one transaction of the ingest, failed ones included',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    }),
    queueRequests: new Gauge({
      name: 'abmatic_ingest_queue_requests',
      help: 'Requests whose messages wait for their commit',
      registers,
    }),
    queueBytes: new Gauge({
      name: 'abmatic_ingest_queue_bytes',
      help: 'Bytes of messages that wait for their commit',
      registers,
    }),
    databaseUp: new Gauge({ name: 'abmatic_database_up', help: '1 when the database answers in time', registers }),
    settleLagSeconds: new Gauge({
      name: 'abmatic_settle_lag_seconds',
      help: 'How long the oldest unsettled message has been waiting; not a number when the database is away',
      registers,
    }),
  };
}

/** Runs one flush of `rows` rows, and notes its size and duration. */
export async function observeFlush<T>(rows: number, flush: () => Promise<T>): Promise<T> {
  const { flushRows, flushSeconds } = metrics();
  flushRows.observe(rows);
  const end = flushSeconds.startTimer();
  return flush().finally(end);
}
