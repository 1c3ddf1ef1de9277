import { z } from 'zod';
import type { IntegrationDefinition } from './registry';

const SegmentSettings = z.strictObject({
  /** Segment signs every delivery with it; deliveries without a right signature are then refused. */
  sharedSecret: z.string().trim().min(1).max(512).nullable().optional(),
  /** Deliveries above it are answered 429. Null or absent: no limit. */
  requestsPerSecondMax: z.int().min(1).max(100_000).nullable().optional(),
});

export const segment: IntegrationDefinition = {
  name: 'Segment',
  description: 'Use the events you already track with Segment as conversion goals.',
  canReceiveDeliveries: true,
  settings: SegmentSettings.transform(({ sharedSecret, ...open }) => ({ open, secret: sharedSecret })),
  show: ({ settings, hasSecret }) => ({
    hasSharedSecret: hasSecret,
    requestsPerSecondMax: SegmentSettings.strip().parse(settings).requestsPerSecondMax ?? null,
  }),
  isConfigured: ({ firstDeliveryAt }) => firstDeliveryAt !== null,
};
