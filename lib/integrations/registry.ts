/**
 * Every conversion-tracking integration there is. Adding one is a file and a line here: shared code asks what an
 * integration can do and never which one it is.
 */
import { z } from 'zod';
import type { JsonObject } from '../event';
import { googleAnalytics } from './google-analytics';
import { segment } from './segment';

export const INTEGRATION_KINDS = ['segment', 'google-analytics'] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];
/** The parameters of a path with an integration in it. */
export const KindInPath = z.object({ kind: z.enum(INTEGRATION_KINDS) });

/** Settings as they are shown: never a secret, only whether it is set. */
export type ShownSettings = {
  hasSharedSecret?: boolean;
  requestsPerSecondMax?: number | null;
  measurementId?: string | null;
};

/** What is left out stays, null clears it. The secret is stored apart, encrypted, and never shown again. */
export type SettingsChange = { open: JsonObject; secret?: string | null };

/** What is kept of an integration in a workspace. */
export type StoredIntegration = { settings: unknown; hasSecret: boolean; firstDeliveryAt: Date | null };

export type IntegrationDefinition = {
  name: string;
  description: string;
  /** It posts messages to us: it has a key, an endpoint, a last event, and a test event can be sent. */
  canReceiveDeliveries: boolean;
  /** Reads what PUT accepts; unknown fields are refused. */
  settings: z.ZodType<SettingsChange>;
  show(stored: StoredIntegration): ShownSettings;
  /** Whether the other side is set up; without that, and while it is not active, it is Not Configured. */
  isConfigured(stored: StoredIntegration): boolean;
};

export const INTEGRATIONS: Record<IntegrationKind, IntegrationDefinition> = {
  segment,
  'google-analytics': googleAnalytics,
};
