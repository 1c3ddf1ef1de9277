/** The mark: what the control group does, and beside it what personalization adds. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <rect x="8" y="15" width="6" height="9" rx="2" className="fill-primary-foreground" opacity="0.5" />
      <rect x="18" y="8" width="6" height="16" rx="2" className="fill-primary-foreground" />
      <rect x="18" y="8" width="6" height="6" rx="2" className="fill-brand" />
    </svg>
  );
}
