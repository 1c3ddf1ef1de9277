import type { ReactNode } from 'react';
import { MANAGE_PATH } from '@/components/conversions/search-params';
import { Page } from '@/components/shell/page';
import { TabLinks } from '@/components/ui/tab-links';

const TABS = [{ href: MANAGE_PATH, label: 'Manage' }];

export default function ConversionsLayout({ children }: { children: ReactNode }) {
  return (
    <Page title="Conversions" width="wide">
      <TabLinks label="Conversions" tabs={TABS} />
      {children}
    </Page>
  );
}
