'use client';
import { Blocks, House, Settings, Target } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { cn } from '@/components/ui/cn';

const LINKS = [
  { href: '/', label: 'Home', Icon: House },
  { href: '/conversions', label: 'Conversions', Icon: Target },
  { href: '/integrations', label: 'Integrations', Icon: Blocks },
  { href: '/settings', label: 'Settings', Icon: Settings },
] as const;

export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname();
  const router = useRouter();
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {LINKS.map(({ href, label, Icon }) => {
          const isCurrent = href === '/' ? pathname === '/' : pathname.startsWith(href);
          return (
            <li key={href}>
              <Link
                href={href}
                // On hover: of its own accord Next would fetch every page anew after each refresh, once a second.
                prefetch={false}
                onPointerEnter={() => router.prefetch(href)}
                onClick={onNavigate}
                aria-current={isCurrent ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-sm transition-colors max-md:h-10',
                  isCurrent ? 'bg-hover text-foreground' : 'text-muted-foreground hover:bg-hover hover:text-foreground',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
