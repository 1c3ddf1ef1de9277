/**
 * One visit to the demo's shop, as the calls that its site and its servers make to Segment. Pure: the same chance gives the
 * same visit. Most visitors look and leave; some order, some ask for a demo and start a trial. Who gives an email address
 * is identified from then on, and what the shop's servers report about them carries the user id alone.
 */
import type { Random } from './random';
import { CALLS_TO_ACTION, CAMPAIGN_TAGS, PAGES, type Page, PRODUCTS, SEARCHES, SITE } from './shop';

export type Visitor = { anonymousId: string; userId: string; isKnown: boolean; isBot: boolean; userAgent: string };

type Value = string | number | boolean | null | { [key: string]: Value } | Value[];
type Values = Record<string, Value>;
type Identity = { anonymousId: string; userId?: string } | { userId: string };
type Said =
  | { type: 'track'; event: string; properties: Values }
  | { type: 'page'; properties: Values }
  | { type: 'identify'; traits: Values };
type PageSeen = { path: string; title: string; search: string; referrer: string; url: string };
type Surroundings = { page?: PageSeen; userAgent?: string; locale?: string };
export type Call = Said & Identity & { messageId: string; timestamp: Date; context: Surroundings };

const PAUSE_SECONDS = { least: 4, most: 90 };

/** The visitor becomes known when it gives its address, which the next visit remembers. */
export function makeVisit(visitor: Visitor, startedAt: Date, random: Random): Call[] {
  const visit = new Visit(visitor, startedAt, random);
  if (visitor.isBot) for (const page of PAGES) visit.view(page);
  else browse(visit);
  return visit.calls;
}

function browse(visit: Visit): void {
  visit.view(visit.pick(PAGES));
  if (visit.happens(0.25)) visit.track('CTA Clicked', { label: visit.pick(CALLS_TO_ACTION) });
  if (visit.happens(0.15)) visit.track('Products Searched', { query: visit.pick(SEARCHES) });
  if (visit.happens(0.5)) shop(visit);
  else if (visit.happens(0.45)) askForDemo(visit);
}

function shop(visit: Visit): void {
  const product = visit.pick(PRODUCTS);
  visit.view({ path: `/products/${product.product_id}`, title: product.name });
  visit.track('Product Viewed', { ...product, currency: 'USD' });
  if (!visit.happens(0.45)) return;
  const quantity = visit.happens(0.2) ? 4 : 1;
  visit.track('Product Added', { ...product, quantity });
  if (!visit.happens(0.6)) return;
  visit.track('Checkout Started', { value: product.price * quantity, currency: 'USD' });
  if (!visit.happens(0.6)) return;
  visit.giveAddress();
  const order = orderOf(product, quantity, visit.newId());
  if (visit.happens(0.5)) visit.track('Order Completed', order);
  else visit.trackOnServer('Order Completed', order);
}

function orderOf(product: (typeof PRODUCTS)[number], quantity: number, id: string): Values {
  const revenue = Math.round(product.price * quantity * 100) / 100;
  return { order_id: id.slice(0, 8), revenue, currency: 'USD', products: [{ ...product, quantity }] };
}

function askForDemo(visit: Visit): void {
  visit.view({ path: '/demo', title: 'Book a demo' });
  if (!visit.happens(0.6)) return;
  visit.giveAddress();
  visit.track('Form Submitted', { form_id: 'demo', company_size: visit.pick(['1-50', '51-500', '500+']) });
  if (!visit.happens(0.5)) return;
  visit.trackOnServer('Trial Started', { plan: visit.pick(['team', 'enterprise']), trial_days: 14 });
  if (visit.happens(0.6)) visit.trackOnServer('Signed Up', { plan: 'team' });
}

class Visit {
  readonly calls: Call[] = [];
  #at: number;
  #page: PageSeen | undefined;

  constructor(
    private readonly visitor: Visitor,
    startedAt: Date,
    private readonly random: Random,
  ) {
    this.#at = startedAt.getTime();
  }

  happens = (probability: number): boolean => this.random() < probability;

  pick<T>(list: readonly T[]): T {
    return pickFrom(list, this.random);
  }

  newId = (): string => newId(this.random);

  view(page: Page): void {
    const search = this.calls.length === 0 ? this.pick(CAMPAIGN_TAGS) : '';
    const seen = { ...page, search, referrer: '', url: `${SITE}${page.path}${search}` };
    this.#page = seen;
    this.#add(this.#browser(), { type: 'page', properties: seen });
    this.track('Page Viewed', { path: page.path, title: page.title });
  }

  track(event: string, properties: Values): void {
    this.#add(this.#browser(), { type: 'track', event, properties });
  }

  /** A call of the shop's servers, which know neither the browser nor its anonymous id. */
  trackOnServer(event: string, properties: Values): void {
    this.#add({ userId: this.visitor.userId, context: {} }, { type: 'track', event, properties });
  }

  giveAddress(): void {
    this.visitor.isKnown = true;
    const email = `${this.visitor.userId.replace('user_', '')}@customer.example`;
    this.#add(this.#browser(), { type: 'identify', traits: { email } });
  }

  #browser(): Identity & { context: Surroundings } {
    const { anonymousId, userId, isKnown, userAgent } = this.visitor;
    const context = { page: this.#page, userAgent, locale: 'en-US' };
    return isKnown ? { anonymousId, userId, context } : { anonymousId, context };
  }

  #add(sender: Identity & { context: Surroundings }, said: Said): void {
    this.calls.push({ ...sender, ...said, messageId: `demo-${this.newId()}`, timestamp: new Date(this.#at) });
    const { least, most } = PAUSE_SECONDS;
    this.#at += 1000 * (least + this.random() * (most - least));
  }
}

/** 128 bits of chance in hexadecimal. */
export function newId(random: Random): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
}

export function pickFrom<T>(list: readonly T[], random: Random): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}
