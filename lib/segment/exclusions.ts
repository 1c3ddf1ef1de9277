/** What keeps a message from counting, as far as the message itself tells. */
import { isbot } from 'isbot';
import type { ExcludedReason } from '../event';
import { normaliseName, pick, pickObject, pickString, type RawObject } from './fields';

/** The name of this destination in a message's `integrations` object, as in Segment's catalog. */
const DESTINATION = 'Markettailor';

/** Events with which testing tools, ours among them, report an exposure, and Segment a consent choice. Never goals. */
const OWN_EVENTS = new Set(
  ['Experiment Viewed', 'Segment Consent Preference Updated', 'Mutiny Experience Viewed'].map(normaliseName),
);

/** The first reason that applies, in this order; null when the message counts. */
export function excludedReason(
  name: string | null,
  context: RawObject | undefined,
  integrations: unknown,
): ExcludedReason | null {
  if (name !== null && OWN_EVENTS.has(normaliseName(name))) return 'own event';
  if (!isAddressed(integrations)) return 'not addressed';
  if (context === undefined) return null;
  if (pick(pickObject(context, 'abmatic'), 'test') === true) return 'test traffic';
  if (isConsentWithheld(context)) return 'consent withheld';
  return isBot(pickString(context, 'userAgent')) ? 'bot' : null;
}

/** `integrations` names destinations: false switches one off, true or an object on, and `All` speaks for the unnamed. */
function isAddressed(integrations: unknown): boolean {
  const own = pick(integrations, DESTINATION);
  if (own !== undefined && own !== null) return own !== false;
  return pick(integrations, 'All') !== false;
}

/** A replay addresses this destination alone. */
export function isReplay(integrations: unknown): boolean {
  const own = pick(integrations, DESTINATION);
  return pick(integrations, 'All') === false && own !== undefined && own !== null && own !== false;
}

/** "categoryPreferences": no preferences at all means no enforcement; none of them true means consent withheld. */
function isConsentWithheld(context: RawObject): boolean {
  const preferences = pickObject(pickObject(context, 'consent'), 'categoryPreferences');
  return preferences !== undefined && !Object.values(preferences).includes(true);
}

const verdictByUserAgent = new Map<string, boolean>();

/** Server libraries send no user agent: unknown, not a bot. Verdicts are remembered, for browsers repeat. */
function isBot(userAgent: string | undefined): boolean {
  if (!userAgent) return false;
  const text = userAgent.slice(0, 512);
  const known = verdictByUserAgent.get(text);
  if (known !== undefined) return known;
  if (verdictByUserAgent.size >= 2_000) verdictByUserAgent.clear();
  const verdict = isbot(text);
  verdictByUserAgent.set(text, verdict);
  return verdict;
}
