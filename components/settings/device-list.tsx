'use client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { useRequest } from './use-request';

export type DeviceRow = { id: string; device: string; lastSeenAt: string; isCurrent: boolean };

type DeviceListProps = { devices: DeviceRow[]; now: string; timeZone: string };

export function DeviceList({ devices, now, timeZone }: DeviceListProps) {
  const others = useRequest('Every other device is signed out.');
  return (
    <div className="grid gap-4">
      <ul className="divide-y divide-border rounded-lg border border-border">
        {devices.map((device) => (
          <li key={device.id} className="flex min-h-12 items-center justify-between gap-4 px-4 py-2 text-sm">
            <span className="grid">
              <span className="font-medium">{device.device}</span>
              <span className="text-muted-foreground">
                Used <RelativeTime at={device.lastSeenAt} now={now} timeZone={timeZone} />
              </span>
            </span>
            {device.isCurrent ? <Badge tone="brand">This device</Badge> : <SignOutDevice {...device} />}
          </li>
        ))}
      </ul>
      {devices.length > 1 && (
        <Button
          className="justify-self-start"
          pending={others.pending}
          onClick={() => void others.send('DELETE', '/api/sessions')}
        >
          Sign out all other devices
        </Button>
      )}
    </div>
  );
}

function SignOutDevice({ id, device }: DeviceRow) {
  const { send, pending } = useRequest('The device is signed out.');
  return (
    <Button
      variant="ghost"
      size="sm"
      pending={pending}
      aria-label={`Sign out ${device}`}
      onClick={() => void send('DELETE', `/api/sessions/${id}`)}
    >
      Sign out
    </Button>
  );
}
