import { DialogContent } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { IntegrationCard } from '@/lib/integrations/list';
import { StatusExplained } from './status-explained';

/** The Settings dialog for members: how things stand, and why nothing can be changed here. */
export function IntegrationReadOnly({ integration }: { integration: IntegrationCard }) {
  return (
    <DialogContent title={`${integration.name} settings`} description={integration.description}>
      <div className="grid gap-4">
        <StatusExplained integration={integration} />
        <Notice tone="info">
          You are a member of this workspace. Only its owners and admins see the API key and change integrations: ask
          one of them.
        </Notice>
      </div>
    </DialogContent>
  );
}
