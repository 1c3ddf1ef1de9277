'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from './cn';

type TabLink = { href: string; label: string };

/** Tabs that are pages of their own, so they are links: each has an address, and the browser's back button works. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-border border-b">
      {tabs.map((tab) => {
        const isCurrent = pathname === tab.href || pathname.startsWith(`${tab.href}/`);
        return (
          <Link
            key={tab.href}
            href={tab.href}
            prefetch={false}
            aria-current={isCurrent ? 'page' : undefined}
            className={cn(
              '-mb-px border-b-2 px-2.5 py-2 font-medium text-sm transition-colors focus-visible:-outline-offset-2',
              isCurrent ? 'border-foreground' : 'border-transparent text-muted-foreground hover:text-foreground',
            )}
          >
            {tab.label}
          </Link>
        );
      })}
    </nav>
  );
}
