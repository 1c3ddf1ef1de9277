'use client';
import { type FormEvent, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import { useRequest } from './use-request';

type WorkspaceFormProps = {
  name: string;
  domain: string | null;
  timeZone: string;
  /** Every zone that can be chosen. */
  timeZones: string[];
  /** Members look; owners and admins change. */
  canEdit: boolean;
};

export function WorkspaceForm({ name, domain, timeZone, timeZones, canEdit }: WorkspaceFormProps) {
  const { send, pending, errors } = useRequest('The workspace was saved.');
  const zoneId = useId();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    void send('PATCH', '/api/workspace', {
      name: fields.get('name'),
      domain: String(fields.get('domain')).trim() || null,
      timeZone: fields.get('timeZone'),
    });
  }

  return (
    <form onSubmit={submit}>
      <fieldset disabled={!canEdit} className="grid max-w-md gap-4">
        <Field label="Name" name="name" defaultValue={name} required maxLength={100} error={errors.name} />
        <Field
          key={domain} // shows what was made of what was typed
          label="Domain"
          name="domain"
          defaultValue={domain ?? ''}
          placeholder="www.example.com"
          aside="Optional"
          hint="The site that you personalize."
          error={errors.domain}
        />
        <div className="grid gap-1.5">
          <Label htmlFor={zoneId}>Time zone</Label>
          <Select id={zoneId} name="timeZone" defaultValue={timeZone} aria-describedby={`${zoneId}-hint`}>
            {timeZones.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
          <p id={`${zoneId}-hint`} className="text-muted-foreground text-sm">
            Days in all figures are days there. Another time zone counts past days anew.
          </p>
        </div>
        {canEdit ? (
          <Button type="submit" variant="primary" className="justify-self-start" pending={pending}>
            Save
          </Button>
        ) : (
          <p className="text-muted-foreground text-sm">Only owners and admins can change these.</p>
        )}
      </fieldset>
    </form>
  );
}
