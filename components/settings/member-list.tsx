import { Badge } from '@/components/ui/badge';
import { formatDate } from '@/lib/format';

export type MemberRow = { userId: string; email: string; name: string | null; role: string; joinedAt: string };

type MemberListProps = { members: MemberRow[]; ownUserId: string; timeZone: string };

export function MemberList({ members, ownUserId, timeZone }: MemberListProps) {
  return (
    <ul className="divide-y divide-border rounded-lg border border-border">
      {members.map(({ userId, email, name, role, joinedAt }) => (
        <li key={userId} className="flex min-h-12 items-center justify-between gap-4 px-4 py-2 text-sm">
          <span className="grid min-w-0">
            <span className="truncate font-medium">
              {email}
              {userId === ownUserId && <span className="font-normal text-muted-foreground"> (you)</span>}
            </span>
            <span className="truncate text-muted-foreground">
              {name && `${name} · `}
              Since {formatDate(joinedAt, timeZone)}
            </span>
          </span>
          <Badge className="capitalize">{role}</Badge>
        </li>
      ))}
    </ul>
  );
}
