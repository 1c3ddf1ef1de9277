'use client';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

type Arrivals = { hasStarted: boolean; announce: (name: string) => void };
const Context = createContext<Arrivals>({ hasStarted: false, announce: () => undefined });

/** Notices rows that join the table while it is looked at. Give it a key that changes with search, filter and order. */
export function Arrivals({ children }: { children: ReactNode }) {
  const [hasStarted, setHasStarted] = useState(false);
  const [announced, announce] = useState('');
  useEffect(() => setHasStarted(true), []);
  return (
    <Context value={{ hasStarted, announce }}>
      {children}
      <p role="status" className="sr-only">
        {announced && `New event: ${announced}`}
      </p>
    </Context>
  );
}

type ArrivingRowProps = {
  name: string;
  /** First seen a moment ago; a row can also join the table because the order changed. */
  isNew: boolean;
  children: ReactNode;
};

/** A row of the table. One that arrives while the page is open glows for a moment, and is announced. */
export function ArrivingRow({ name, isNew, children }: ArrivingRowProps) {
  const { hasStarted, announce } = useContext(Context);
  const [arrives] = useState(hasStarted && isNew);
  useEffect(() => {
    if (arrives) announce(name);
  }, [arrives, announce, name]);
  return <tr className={arrives ? '[&>td]:animate-arrive' : undefined}>{children}</tr>;
}
