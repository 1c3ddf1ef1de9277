import { Field } from '@/components/ui/field';

/** The email as the name of an account, for people and for password managers. */
export function EmailField({ error }: { error?: string }) {
  return (
    <Field
      label="Email"
      name="email"
      type="email"
      autoComplete="username"
      required
      autoCapitalize="none"
      spellCheck={false}
      error={error}
    />
  );
}
