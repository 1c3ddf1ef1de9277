'use client';
import { Plus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { useRequest } from './use-request';

/** Asks for a name, and then shows the token, the only time that it can be seen. */
export function CreateToken() {
  const [isOpen, setIsOpen] = useState(false);
  const [token, setToken] = useState<string | null>(null);

  function open(shouldOpen: boolean) {
    setIsOpen(shouldOpen);
    setToken(null);
  }

  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          Create API token
        </Button>
      </DialogTrigger>
      {token === null ? <NameStep onCreated={setToken} /> : <TokenStep token={token} />}
    </Dialog>
  );
}

function NameStep({ onCreated }: { onCreated: (token: string) => void }) {
  const { send, pending, errors } = useRequest<{ token: string }>();
  const formId = useId();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    const answer = await send('POST', '/api/tokens', { name });
    if (answer.ok) onCreated(answer.value.token);
  }

  return (
    <DialogContent
      title="Create an API token"
      description="Whoever has it can do in this workspace what an admin can."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Create
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label="Name"
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          hint="What will use it, such as “Weekly report”."
          error={errors.name}
        />
      </form>
    </DialogContent>
  );
}

function TokenStep({ token }: { token: string }) {
  return (
    <DialogContent
      title="Copy the API token now"
      description="It is not shown again. If it gets lost, revoke it and create another."
      footer={
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      }
    >
      <CopyField
        label="API token"
        value={token}
        hint={
          <>
            Send it as <code className="font-mono text-xs">Authorization: Bearer abt_…</code>
          </>
        }
      />
    </DialogContent>
  );
}
