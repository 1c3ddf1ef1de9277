import { LoadingCards } from '@/components/shell/loading';
import { Page } from '@/components/shell/page';

export default function Loading() {
  return (
    <Page title="Integrations">
      <LoadingCards />
    </Page>
  );
}
