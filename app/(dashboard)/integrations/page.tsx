import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { IntegrationCard } from '@/components/integrations/integration-card';
import { SettingsDialog } from '@/components/integrations/settings-dialog';
import { LiveRefresh } from '@/components/shell/live-refresh';
import { Page } from '@/components/shell/page';
import { db } from '@/lib/db/client';
import { env } from '@/lib/env';
import { listIntegrations } from '@/lib/integrations/list';
import { requestOrigin } from '@/lib/origin';
import { figuresVersion } from '@/lib/settlement/turn';
import { requireMember } from '@/lib/workspaces/current';
import { hasRole } from '@/lib/workspaces/roles';

export const metadata: Metadata = { title: 'Integrations' };

export default async function IntegrationsPage() {
  const { workspace, role } = await requireMember();
  const now = new Date();
  const version = await figuresVersion(db(), workspace.id);
  const integrations = await listIntegrations(db(), workspace.id, now);
  const origin = requestOrigin(await headers(), env().appUrl);
  return (
    <Page title="Integrations">
      <LiveRefresh version={version} />
      <section aria-labelledby="conversion-tracking" className="grid gap-4">
        <div className="grid gap-0.5">
          <h2 id="conversion-tracking" className="font-semibold text-lg">
            Conversion Tracking
          </h2>
          <p className="text-muted-foreground">
            Where your conversions come from. Only one conversion tracking integration can be active at a time.
          </p>
        </div>
        <div className="grid gap-4 lg:grid-cols-2">
          {integrations.map((integration) => (
            <IntegrationCard
              key={integration.kind}
              integration={integration}
              now={now.toISOString()}
              timeZone={workspace.timeZone}
              settings={
                <SettingsDialog
                  integration={integration}
                  canChange={hasRole(role, 'admin')}
                  origin={origin}
                  timeZone={workspace.timeZone}
                />
              }
            />
          ))}
        </div>
      </section>
    </Page>
  );
}
