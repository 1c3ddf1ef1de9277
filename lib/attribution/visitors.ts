/**
 * Who a message of a cluster belongs to. Ids say who: a browser is known by the script's id and by Segment's anonymousId, a
 * person by the userId. One browser may be used by several people, one person may use several browsers:
 *
 *   browser B      ... e1 ...  login u1  ... e2 ...  login u2  ... e3 ...
 *   visitor             u1         u1         u1         u2         u2
 *
 * A login applies from its time on, the first one also before it: who browses and then signs in was the same person all
 * along. A browser that nobody ever logs in on is a visitor by itself. Only times and ids decide, never the order of
 * arrival, so a login that is delivered days later gives the same answer as one delivered at once.
 */
import { inOrder, type TimelineMessage } from './timeline';

type Ids = Pick<TimelineMessage, 'key' | 'occurredAt' | 'scriptId' | 'anonymousId' | 'userId'>;
type Login = { occurredAt: number; userId: string };

/** The visitor of each message of a cluster, as an alias; null for a message without any id. */
export function visitorOf(messages: readonly Ids[]): (message: Ids) => string | null {
  const browserOf = browsersOf(messages);
  const logins = loginsOf(messages, browserOf);
  return (message) => {
    if (message.userId !== null) return message.userId;
    const browser = browserOf(message);
    if (browser === null) return null;
    return userAt(logins.get(browser) ?? [], message.occurredAt) ?? browser;
  };
}

/** Aliases that one message carries are one browser; it is named by the smallest of its aliases. */
function browsersOf(messages: readonly Ids[]): (message: Ids) => string | null {
  const parents = new Map<string, string>();
  const rootOf = (alias: string): string => {
    const parent = parents.get(alias) ?? alias;
    if (parent === alias) return alias;
    const root = rootOf(parent);
    parents.set(alias, root);
    return root;
  };
  for (const { scriptId, anonymousId } of messages) {
    if (scriptId === null || anonymousId === null) continue;
    const [a, b] = [rootOf(scriptId), rootOf(anonymousId)];
    if (a < b) parents.set(b, a);
    else if (b < a) parents.set(a, b);
  }
  return ({ scriptId, anonymousId }) => {
    const alias = scriptId ?? anonymousId;
    return alias === null ? null : rootOf(alias);
  };
}

/** For each browser the users seen on it, by time. */
function loginsOf(messages: readonly Ids[], browserOf: (message: Ids) => string | null): Map<string, Login[]> {
  const logins = new Map<string, Login[]>();
  for (const message of inOrder(messages)) {
    const browser = browserOf(message);
    if (browser === null || message.userId === null) continue;
    const known = logins.get(browser);
    const login = { occurredAt: message.occurredAt, userId: message.userId };
    if (known) known.push(login);
    else logins.set(browser, [login]);
  }
  return logins;
}

/** The user of the latest login at or before a time, else of the first login, else nobody. */
function userAt(logins: readonly Login[], time: number): string | undefined {
  return (logins.findLast(({ occurredAt }) => occurredAt <= time) ?? logins[0])?.userId;
}
