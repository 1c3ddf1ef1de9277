/** The shop whose visitors the demo invents: standing desks for offices, sold online, with a planning tool on trial. */
export const SITE = 'https://www.uprightdesks.example';

export const PAGES = [
  { path: '/', title: 'Upright: desks that rise with you' },
  { path: '/pricing', title: 'Pricing' },
  { path: '/solutions/enterprise', title: 'Upright for enterprise' },
  { path: '/blog/standing-at-work', title: 'How long should you stand at work?' },
] as const;
export type Page = { path: string; title: string };

export const PRODUCTS = [
  { product_id: 'desk-solo', name: 'Solo desk', price: 449 },
  { product_id: 'desk-duo', name: 'Duo desk', price: 829 },
  { product_id: 'desk-corner', name: 'Corner desk', price: 689.5 },
  { product_id: 'mat', name: 'Standing mat', price: 59.9 },
  { product_id: 'arm', name: 'Monitor arm', price: 119 },
] as const;

export const SEARCHES = ['corner', 'standing desk', 'monitor arm', 'cable tray'] as const;
export const CALLS_TO_ACTION = ['Book a demo', 'See plans', 'Talk to sales'] as const;
export const CAMPAIGN_TAGS = [
  '',
  '',
  '',
  '?utm_source=google&utm_medium=cpc&utm_campaign=autumn',
  '?utm_source=newsletter',
] as const;

export const USER_AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
] as const;
export const BOT_USER_AGENT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
