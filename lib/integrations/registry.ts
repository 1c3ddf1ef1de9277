/**
 * Every conversion-tracking integration there is. Adding one is a file and a line here: shared code asks what an
 * integration can do and never which one it is.
 */
import type { z } from 'zod';
import { googleAnalytics } from './google-analytics';
import { segment } from './segment';

export const INTEGRATION_KINDS = ['segment', 'google-analytics'] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

export type IntegrationDefinition = {
  name: string;
  description: string;
  /** It posts messages to us: it has a key, an endpoint, a last event, and a test event can be sent. */
  canReceiveDeliveries: boolean;
  /** What PUT accepts: every field optional, null clears it, unknown fields are refused. */
  settings: z.ZodType<Record<string, unknown>>;
  /** The one setting that is stored encrypted and never shown again; only whether it is set is told. */
  secretSetting: string | null;
};

export const INTEGRATIONS = {
  segment,
  'google-analytics': googleAnalytics,
} satisfies Record<IntegrationKind, IntegrationDefinition>;
