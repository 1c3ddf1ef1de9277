/** The cards of the Integrations page. */
import { type Db, Prisma } from '../db/client';
import { DAY_MS, floorHour, shift } from '../time';
import { INTEGRATION_KINDS, INTEGRATIONS, type IntegrationKind, type ShownSettings } from './registry';

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
  settings: ShownSettings;
};

type Row = {
  kind: string;
  isActive: boolean;
  settings: unknown;
  hasSecret: boolean;
  firstDeliveryAt: Date | null;
  lastDeliveryAt: Date | null;
  events24h: number;
};

/** A card for every integration there is, in the order of the registry. */
export async function listIntegrations(db: Db, workspaceId: string, now: Date): Promise<IntegrationCard[]> {
  const since = shift(floorHour(now), -DAY_MS);
  // By primary keys; a kind has 25 hours and perhaps some of the future.
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT kind, is_active AS "isActive", settings, shared_secret IS NOT NULL AS "hasSecret",
           first_delivery_at AS "firstDeliveryAt", last_delivery_at AS "lastDeliveryAt",
           (SELECT coalesce(sum(h.events), 0)::float8 FROM integration_hours h
            WHERE h.workspace_id = ${workspaceId}::uuid AND h.kind = i.kind AND h.hour >= ${since}) AS "events24h"
    FROM integrations i
    WHERE workspace_id = ${workspaceId}::uuid`);
  return INTEGRATION_KINDS.flatMap((kind) => {
    const row = rows.find((candidate) => candidate.kind === kind);
    return row ? [toCard(kind, row)] : [];
  });
}

function toCard(kind: IntegrationKind, row: Row): IntegrationCard {
  const { name, description, canReceiveDeliveries, show } = INTEGRATIONS[kind];
  const { isActive, lastDeliveryAt, events24h } = row;
  return {
    kind,
    name,
    description,
    status: statusOf(kind, row),
    isActive,
    canReceiveDeliveries,
    lastDeliveryAt: lastDeliveryAt?.toISOString() ?? null,
    events24h,
    settings: show(row),
  };
}

function statusOf(kind: IntegrationKind, row: Row): IntegrationStatus {
  if (row.isActive) return 'active';
  return INTEGRATIONS[kind].isConfigured(row) ? 'inactive' : 'not_configured';
}
