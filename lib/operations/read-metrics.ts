/** The text of the metrics, with what has to be looked up for it. */
import { checkHealth } from './health';
import { metrics } from './metrics';

export async function readMetrics(now: Date): Promise<{ contentType: string; text: string }> {
  const { registry, queueRequests, queueBytes, databaseUp, settleLagSeconds } = metrics();
  const health = await checkHealth(now);
  queueRequests.set(health.queue.requests);
  queueBytes.set(health.queue.bytes);
  databaseUp.set(health.settleLagSeconds === null ? 0 : 1);
  settleLagSeconds.set(health.settleLagSeconds ?? Number.NaN);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
