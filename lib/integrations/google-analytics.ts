import { z } from 'zod';

export const GoogleAnalyticsSettings = z.strictObject({
  measurementId: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^G-[A-Z0-9]{4,20}$/, 'must look like G-XXXXXXXXXX')
    .nullable()
    .optional(),
});

export const googleAnalytics = {
  name: 'Google Analytics',
  description: 'Measure conversions with the events of your Google Analytics 4 property.',
  canReceiveDeliveries: false,
  settings: GoogleAnalyticsSettings,
  secretSetting: null,
};
