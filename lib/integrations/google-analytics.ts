import { z } from 'zod';
import type { IntegrationDefinition, StoredIntegration } from './registry';

const GoogleAnalyticsSettings = z.strictObject({
  measurementId: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^G-[A-Z0-9]{4,20}$/, 'must look like G-XXXXXXXXXX')
    .nullable()
    .optional(),
});

const measurementIdOf = ({ settings }: StoredIntegration) =>
  GoogleAnalyticsSettings.strip().parse(settings).measurementId ?? null;

export const googleAnalytics: IntegrationDefinition = {
  name: 'Google Analytics',
  description: 'Measure conversions with the events of your Google Analytics 4 property.',
  canReceiveDeliveries: false,
  settings: GoogleAnalyticsSettings.transform((open) => ({ open })),
  show: (stored) => ({ measurementId: measurementIdOf(stored) }),
  isConfigured: (stored) => measurementIdOf(stored) !== null,
};
