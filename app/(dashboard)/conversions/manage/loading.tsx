import { LoadingRows } from '@/components/shell/loading';

export default function Loading() {
  return <LoadingRows />;
}
