/** The cards of the Integrations page. */
import type { IntegrationKind } from './registry';

export type IntegrationStatus = 'active' | 'inactive' | 'not_configured';

export type IntegrationCard = {
  kind: IntegrationKind;
  name: string;
  description: string;
  status: IntegrationStatus;
  isActive: boolean;
  canReceiveDeliveries: boolean;
  /** ISO 8601; null before the first delivery. */
  lastDeliveryAt: string | null;
  /** Distinct messages of the last 24 h by event time, whether or not the integration was active. */
  events24h: number;
  /** Without secrets: of a secret only whether it is set. */
  settings: { hasSharedSecret?: boolean; requestsPerSecondMax?: number | null; measurementId?: string | null };
};
