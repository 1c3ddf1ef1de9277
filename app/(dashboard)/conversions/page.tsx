import { redirect } from 'next/navigation';
import { MANAGE_PATH } from '@/components/conversions/search-params';

export default function ConversionsPage() {
  redirect(MANAGE_PATH);
}
