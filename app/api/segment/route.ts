/** Segment's webhook. The production server answers this path before Next; see lib/receive/http.ts. */
import { receiveSegment } from '@/lib/receive/segment';
import { answerWith } from '@/lib/receive/web';

const answer = (request: Request) => answerWith(receiveSegment, request);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
