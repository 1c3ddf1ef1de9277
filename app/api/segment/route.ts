/** Segment's webhook. The production server answers this path before Next; see lib/receive/http.ts. */
import { answerIngest } from '@/lib/receive/web';

export {
  answerIngest as DELETE,
  answerIngest as GET,
  answerIngest as HEAD,
  answerIngest as OPTIONS,
  answerIngest as PATCH,
  answerIngest as POST,
  answerIngest as PUT,
};
