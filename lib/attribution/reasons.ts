/**
 * Why an event is not credited to a campaign: the one closed list, with what the user is told. Every event that is not
 * credited has exactly one of these.
 */
import type { ExcludedReason } from '../event';

export type Reason =
  | ExcludedReason
  | 'no such visitor'
  | 'before exposure'
  | 'outside the window'
  | 'degenerate id'
  | 'oversize visitor'
  | 'mixed arms'
  | 'goal archived'
  | 'duplicate';

export type Explanation = { title: string; explanation: string; remedy: string };

export const REASONS: Record<Reason, Explanation> = {
  'no such visitor': {
    title: 'No campaign met this visitor',
    explanation: 'None of the ids of this event belongs to a visitor whom the Abmatic script has shown a campaign.',
    remedy:
      'If the visitor did see a campaign, let the event carry an id that the browser knows: call identify in the browser, or send the anonymousId of the browser with events from your server.',
  },
  'before exposure': {
    title: 'Before the campaign',
    explanation: 'The visitor met the campaign only after this event, so the campaign cannot have caused it.',
    remedy:
      'Nothing, if that is what happened. If events come from the page that shows the campaign, load the Abmatic script before Segment.',
  },
  'outside the window': {
    title: 'Too long after the campaign',
    explanation: 'More time passed between the campaign and this event than the attribution window allows.',
    remedy: 'If your customers take longer to decide, widen the attribution window in Settings.',
  },
  'degenerate id': {
    title: 'An id that says nothing',
    explanation: 'The ids of this event are values like "null", "undefined" or zeros, which many visitors share.',
    remedy: 'Find where the site or server sends such an id, and send the real one, or none.',
  },
  'oversize visitor': {
    title: 'One visitor with more than 100 ids',
    explanation:
      'So many ids are linked to each other that they cannot be one person: a shared account or computer, or a robot.',
    remedy: 'Look for an account that many people sign in with, or a link with ?ajs_aid= that was shared.',
  },
  'mixed arms': {
    title: 'Seen in both groups',
    explanation:
      'The visitor saw the campaign personalized on one device and the original on another, and counts for neither.',
    remedy: 'Nothing: leaving such visitors out keeps the comparison fair. Above one percent of visitors, tell us.',
  },
  'goal archived': {
    title: 'The goal is archived',
    explanation: 'Events of an archived goal are kept, and count for no campaign.',
    remedy: 'Bring the goal back in Conversions > Manage; its history comes back with it.',
  },
  duplicate: {
    title: 'Delivered before',
    explanation: 'An event with the same message id was stored already. Segment delivers at least once.',
    remedy: 'Nothing: the event counts once.',
  },
  'integration inactive': {
    title: 'The integration was inactive',
    explanation: 'When this event arrived, the Segment integration was not switched on.',
    remedy: 'Switch it to Active in Integrations. Events that arrived before are not counted afterwards.',
  },
  bot: {
    title: 'A robot',
    explanation: 'The user agent is that of a crawler, a monitor or an automated browser.',
    remedy: 'Nothing: robots are left out of exposures and conversions alike.',
  },
  'consent withheld': {
    title: 'No consent',
    explanation: 'The visitor has consented to none of the categories that the event names.',
    remedy: 'Nothing, unless your consent tool sends the wrong categories.',
  },
  'test traffic': {
    title: 'A test event',
    explanation: 'It was sent with the button in the Segment settings.',
    remedy: 'Nothing: test events count for nothing.',
  },
  'own event': {
    title: 'A report of an experiment',
    explanation:
      'Events with which Abmatic and other testing tools report that a campaign was shown, or Segment a consent choice.',
    remedy: 'Nothing: these are never goals.',
  },
  'not addressed': {
    title: 'Not meant for Abmatic',
    explanation: 'The event names its destinations in "integrations", and Abmatic (Markettailor) is not among them.',
    remedy: 'Remove the entry from the call if the event should count.',
  },
};
