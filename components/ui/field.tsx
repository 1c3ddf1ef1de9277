import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Input } from './input';
import { Label } from './label';

type FieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  /** A sentence under the field. */
  hint?: ReactNode;
  /** Why the value was refused; read out when it appears. */
  error?: string;
  /** Beside the label, such as "Optional". */
  aside?: ReactNode;
};

/** A labelled input with its hint and its error tied to it. */
export function Field({ label, hint, error, aside, ...input }: FieldProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim();
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        {aside && <span className="text-muted-foreground text-xs">{aside}</span>}
      </div>
      <Input id={id} aria-describedby={describedBy || undefined} aria-invalid={error ? true : undefined} {...input} />
      <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-danger-text text-sm empty:hidden">
        {error && (
          <>
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {error}
          </>
        )}
      </p>
      {hint && (
        <p id={`${id}-hint`} className="text-muted-foreground text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}
