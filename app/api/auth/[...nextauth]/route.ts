import { authRoute } from '@/lib/api/auth-route';

export const GET = authRoute('GET');
export const POST = authRoute('POST');
