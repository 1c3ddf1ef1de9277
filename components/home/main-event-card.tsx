import { IntegrationMark } from '@/components/integrations/integration-mark';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { formatCount, formatDay } from '@/lib/format';
import type { MainEvent } from '@/lib/reports/main-event';
import { EventChart } from './event-chart';

/** The main event: how much of it there was lately, as a picture and as a table. */
export function MainEventCard({ mainEvent, timeZone }: { mainEvent: MainEvent; timeZone: string }) {
  return (
    <Card aria-labelledby="main-event">
      <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3 px-5 pt-4">
        <div className="grid min-w-0 gap-1">
          <p className="text-muted-foreground text-xs">Main Event</p>
          <h2 id="main-event" className="flex min-w-0 items-center gap-2 font-semibold text-lg">
            {mainEvent.source !== 'native' && <IntegrationMark kind={mainEvent.source} />}
            <bdi className="wrap-anywhere line-clamp-2">{mainEvent.displayName}</bdi>
          </h2>
        </div>
        <dl className="flex gap-8">
          <Figure label="Events (24 h)" count={mainEvent.events24h} />
          <Figure label="Events (60 days)" count={mainEvent.events60d} />
        </dl>
      </header>
      <div className="grid gap-3 p-5">
        <EventChart days={mainEvent.days} />
        <p className="text-muted-foreground text-xs">Events per day in {timeZone}. Today is not over yet.</p>
        <Disclosure summary="Events per day as a table">
          <DayTable days={mainEvent.days} />
        </Disclosure>
      </div>
    </Card>
  );
}

function Figure({ label, count }: { label: string; count: number }) {
  return (
    <div className="grid">
      <dt className="text-muted-foreground text-xs">{label}</dt>
      <dd className="font-semibold text-xl tabular-nums">{formatCount(count)}</dd>
    </div>
  );
}

function DayTable({ days }: { days: MainEvent['days'] }) {
  return (
    <table className="w-full max-w-xs text-sm">
      <caption className="sr-only">Events per day, the latest first</caption>
      <thead>
        <tr className="text-left text-muted-foreground text-xs">
          <th scope="col" className="py-1 font-medium">
            Day
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, events }) => (
          <tr key={day}>
            <td className="py-1">{formatDay(day)}</td>
            <td className="py-1 text-right tabular-nums">{formatCount(events)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
