/**
 * What a route said of each field (`invalid: [{ name, reason }]`) as sentences to show under them, by name:
 * `{ password: 'Must have at least 10 characters.' }`.
 */
export function fieldErrors(detail: Record<string, unknown>): Record<string, string> {
  const { invalid } = detail;
  if (!Array.isArray(invalid)) return {};
  return Object.fromEntries(invalid.map(({ name, reason }) => [String(name), asSentence(String(reason))]));
}

function asSentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1) + (reason.endsWith('.') ? '' : '.');
}
