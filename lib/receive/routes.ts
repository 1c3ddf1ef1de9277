/** The ingest paths and their functions: the one list that the production server and the Next routes go by. */
import { metrics } from '../operations/metrics';
import type { IngestRequest, Reply } from './exchange';
import { receiveSegment } from './segment';
import { receiveTrackingCall } from './tracking-api';

export type Receive = (request: IngestRequest) => Promise<Reply>;

/** The function behind a path, without its query; undefined when the path is not an ingest path. */
export function receiverOf(path: string): Receive | undefined {
  if (path === '/api/segment' || path === '/api/segment/') return segment;
  if (path.startsWith('/v1/')) return trackingCall;
  return undefined;
}

const segment = counted(receiveSegment);
const trackingCall = counted(receiveTrackingCall);

/** With its answers counted by status. */
function counted(receive: Receive): Receive {
  return async (request) => {
    const reply = await receive(request);
    metrics().deliveries.inc({ status: reply.status });
    return reply;
  };
}
