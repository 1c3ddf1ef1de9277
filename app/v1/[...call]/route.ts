/** Segment's Tracking API. The production server answers these paths before Next; see lib/receive/http.ts. */
import { receiveTrackingCall } from '@/lib/receive/tracking-api';
import { answerWith } from '@/lib/receive/web';

const answer = (request: Request) => answerWith(receiveTrackingCall, request);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
