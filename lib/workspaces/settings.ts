/** What of a workspace can be set, and how it is checked. */
import { z } from 'zod';

export const WorkspaceName = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters');

/** An IANA name that this platform knows, in its own spelling: "europe/berlin" -> "Europe/Berlin". */
export const TimeZone = z.string().transform((name, context) => {
  const zone = knownTimeZone(name);
  if (!zone) context.addIssue({ code: 'custom', message: 'must be a time zone, such as Europe/Berlin' });
  return zone ?? z.NEVER;
});

/** A host name without scheme or path: "https://Shop.example.com/" -> "shop.example.com". */
export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^https?:\/\//, '').replace(/\/$/, ''))
  .pipe(
    z
      .string()
      .max(253)
      .regex(
        /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
        'must be a domain, such as www.example.com',
      ),
  );

/** Every zone to choose from, in order, `current` among them. */
export function timeZones(current: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])].sort();
}

function knownTimeZone(name: string): string | undefined {
  try {
    // Offsets such as "+01:00" are accepted by Intl, and have no summer.
    if (/^[+-]/.test(name)) return undefined;
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
