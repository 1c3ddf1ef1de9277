'use client';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount, formatDay } from '@/lib/format';

type EventDay = { day: string; events: number };

const AXIS = { fontSize: 11, fill: 'var(--color-muted-foreground)' };

/** Events a day. A picture only: the same figures stand in a table beside it. */
export function EventChart({ days }: { days: EventDay[] }) {
  return (
    <div aria-hidden className="h-52">
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={days} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--color-border)" />
          <XAxis
            dataKey="day"
            tickFormatter={formatDay}
            tick={AXIS}
            tickLine={false}
            axisLine={false}
            minTickGap={48}
            tickMargin={8}
          />
          <YAxis
            tickFormatter={formatCount}
            tick={AXIS}
            tickLine={false}
            axisLine={false}
            width={44}
            allowDecimals={false}
          />
          <Tooltip content={DayTooltip} cursor={{ stroke: 'var(--color-input)' }} isAnimationActive={false} />
          <Area
            dataKey="events"
            type="monotone"
            stroke="var(--color-brand)"
            strokeWidth={2}
            fill="var(--color-brand)"
            fillOpacity={0.12}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}

type DayTooltipProps = { active?: boolean; label?: string | number; payload?: readonly { value?: unknown }[] };

function DayTooltip({ active, label, payload }: DayTooltipProps) {
  const events = payload?.[0]?.value;
  if (!active || typeof events !== 'number') return null;
  return (
    <div className="rounded-md bg-primary px-2.5 py-1.5 text-primary-foreground text-xs shadow-md">
      <p className="opacity-80">{formatDay(String(label))}</p>
      <p className="font-medium tabular-nums">
        {formatCount(events)} {events === 1 ? 'event' : 'events'}
      </p>
    </div>
  );
}
