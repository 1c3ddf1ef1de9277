import { SignUp, signUp } from '@/lib/accounts/sign-up';
import { route } from '@/lib/api/route';
import { clientAddress } from '@/lib/client-address';
import { db } from '@/lib/db/client';

export const POST = route({
  access: 'public',
  summary: 'Create a user and their first workspace.',
  body: SignUp,
  handler: ({ body, request, now }) => signUp(db(), { ...body, address: clientAddress(request.headers), now }),
});
