import { Badge } from '@/components/ui/badge';
import { Table, Td, Th } from '@/components/ui/table';
import { formatDate } from '@/lib/format';

export type MemberRow = { userId: string; email: string; name: string | null; role: string; joinedAt: string };

type MemberListProps = { members: MemberRow[]; ownUserId: string; timeZone: string };

export function MemberList({ members, ownUserId, timeZone }: MemberListProps) {
  return (
    <Table label="Members of the workspace">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Role</Th>
          <Th>Since</Th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ userId, email, name, role, joinedAt }) => (
          <tr key={userId} className="group">
            <Td>
              <span className="font-medium">{email}</span>
              {name && <span className="text-muted-foreground"> · {name}</span>}
              {userId === ownUserId && <span className="text-muted-foreground"> (you)</span>}
            </Td>
            <Td>
              <Badge className="capitalize">{role}</Badge>
            </Td>
            <Td className="whitespace-nowrap text-muted-foreground">{formatDate(joinedAt, timeZone)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
