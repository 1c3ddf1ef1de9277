import { CircleCheck, CircleDashed, CirclePause } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { IntegrationStatus } from '@/lib/integrations/list';

const STATUSES = {
  active: { label: 'Active', tone: 'success', Icon: CircleCheck },
  inactive: { label: 'Inactive', tone: 'neutral', Icon: CirclePause },
  not_configured: { label: 'Not Configured', tone: 'warning', Icon: CircleDashed },
} as const satisfies Record<IntegrationStatus, object>;

export function StatusChip({ status }: { status: IntegrationStatus }) {
  const { label, tone, Icon } = STATUSES[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {label}
    </Badge>
  );
}
