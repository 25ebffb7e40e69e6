// Sends the journey of one made-up customer across all kinds of sessions, so that the pages have something to show:
// visits, the app, a call that an agent answers, a delivery, a repair. Usage: node dev/seed.mjs [address of the server]
// It prints the id of the contact. Nobody in it exists.
import { randomUUID } from 'node:crypto';

const server = process.argv[2] ?? 'http://127.0.0.1:8080';
const deploymentId = '11111111-1111-4111-8111-111111111111';
const start = Date.now();
const ago = (minutes) => new Date(start - minutes * 60_000).toISOString();
const day = 24 * 60;
const cookie = randomUUID();
const email = `gwen.${cookie.slice(0, 6)}@mail.example`;
const mobile = `+35386${String((parseInt(cookie.slice(0, 8), 16) % 9_000_000) + 1_000_000)}`;
const traits = { email, givenName: 'Gwen', familyName: 'Marlow', cellPhone: mobile };
const shop = 'https://www.velo-shop.example';
const userAgentString =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36';

let token = '';
({ access_token: token } = await post(
  '/oauth/token',
  undefined,
  {
    Authorization: `Basic ${btoa('sojourn-dev:sojourn-dev')}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  },
  'grant_type=client_credentials',
));

async function post(path, body, headers = {}, text = JSON.stringify(body)) {
  const answer = await fetch(server + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: text,
  }).catch((error) => {
    throw new Error(`${server} does not answer`, { cause: error });
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${said}`);
  return said ? JSON.parse(said) : undefined;
}

const visit = (minutes, pages, more = {}) =>
  pages.map(([eventName, path, title, extra], i) => ({
    kind: 'web',
    deploymentId,
    customerCookieId: cookie,
    ipAddress: '86.43.66.2',
    userAgentString,
    eventName,
    createdDate: ago(minutes - i * 1.3),
    page: { url: shop + path, title },
    traits: i ? traits : {},
    ...(i ? {} : more),
    ...extra,
  }));
const history = [
  ...visit(9 * day, [
    ['page_viewed', '/spring?utm_source=newsletter&utm_medium=email&utm_campaign=Spring', 'Spring'],
    ['page_viewed', '/shop/bikes', 'Bicycles'],
    ['page_viewed', '/shop/bikes/city-7', 'City 7'],
  ]),
  ...visit(
    6 * day,
    [
      ['page_viewed', '/shop/bikes/city-7', 'City 7'],
      ['product_added', '/shop/bikes/city-7', 'City 7', { attributes: { sku: 'CITY7', price: 1249.5 } }],
      ['page_viewed', '/checkout', 'Checkout'],
      ['order_placed', '/checkout/done', 'Thank you', { attributes: { total: 1249.5, items: 1 } }],
    ],
    { referrerUrl: 'https://www.google.com/' },
  ),
];
await post('/api/v2/sojourn/events?history=true', { entities: history });

const live = visit(
  7,
  [
    ['page_viewed', '/help/delivery', 'When does my bicycle come?'],
    [
      'search',
      '/search?q=change+delivery',
      'Search',
      { searchQuery: 'change delivery', attributes: { hits: 3 } },
    ],
    ['page_viewed', '/help/contact', 'Talk to us'],
  ],
  { referrerUrl: 'https://duckduckgo.com/' },
);
await post('/api/v2/sojourn/events', { entities: live });

const phone = {
  mediaType: 'VOICE',
  provider: 'Edge',
  direction: 'INBOUND',
  ani: `tel:${mobile}`,
  dnis: 'tel:+35312345678',
};
const [queue, agent, wrapup] = [randomUUID(), randomUUID(), randomUUID()];
async function call(minutes, answered) {
  const conversationId = randomUUID();
  const [customer, acd, user] = [randomUUID(), randomUUID(), randomUUID()];
  const says = (suffix, after, participantId, more = {}) => ({
    topicName: `v2.detail.events.conversation.${conversationId}.${suffix}`,
    version: '2',
    eventBody: {
      eventTime: Date.parse(ago(minutes - after)),
      conversationId,
      participantId,
      sessionId: participantId,
      ...phone,
      ...more,
    },
    metadata: { CorrelationId: randomUUID() },
  });
  const entities = [says('customer.start', 0, customer), says('acd.start', 0.3, acd, { queueId: queue })];
  if (answered) {
    entities.push(
      says('acd.end', 1.5, acd, {
        queueId: queue,
        acdOutcome: 'ANSWERED',
        answeredUserId: agent,
        disconnectType: 'TRANSFER',
        connectedDurationMs: 72_000,
      }),
      says('user.start', 1.5, user, { userId: agent, queueId: queue }),
      says('user.end', 6, user, {
        userId: agent,
        queueId: queue,
        disconnectType: 'PEER',
        interactingDurationMs: 270_000,
      }),
      says('customer.end', 6, customer, { disconnectType: 'CLIENT', interactingDurationMs: 270_000 }),
      says('acw', 7, user, {
        userId: agent,
        queueId: queue,
        wrapupCode: wrapup,
        wrapupNotes: 'Delivery moved to Friday',
        wrapupDurationMs: 60_000,
      }),
    );
  } else {
    entities.push(
      says('acd.end', 2, acd, { queueId: queue, acdOutcome: 'ABANDON', disconnectType: 'PEER' }),
      says('customer.end', 2, customer, { disconnectType: 'CLIENT' }),
    );
  }
  await post('/api/v2/sojourn/ingest/genesys', { entities });
}
await call(2 * day, true);
await call(3 * day, false);

const custom = (sessionType, key, minutes, eventName, attributes, more = {}) => ({
  eventName,
  sessionType,
  sessionExternalId: `${key}-${cookie.slice(0, 4)}`,
  customerId: email,
  customerIdType: 'email',
  attributes,
  createdDate: ago(minutes),
  sessionExternalUrl: `https://tms.example.com/orders/${key}`,
  ...more,
});
await post('/api/v2/journey/customevents', {
  entities: [
    custom('delivery', 'WMBK0620', 6 * day - 20, 'order_received', {
      orderId: 'WMBK0620',
      carrier: 'Rapid Parcel',
    }),
    custom('delivery', 'WMBK0620', 4 * day, 'packed', { weightKg: 16.4 }),
    custom('delivery', 'WMBK0620', 2 * day - 30, 'rescheduled', { day: 'Friday' }),
    custom('delivery', 'WMBK0620', 0.3 * day, 'delivered', { signedBy: 'Marlow' }, { endSession: true }),
    custom(
      'store_visit',
      'DUB-1',
      8 * day,
      'test_ride',
      { model: 'City 7', minutes: 25 },
      { endSession: true },
    ),
  ],
});

const found = await (
  await fetch(`${server}/api/v2/externalcontacts/identifierlookup`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ type: 'Email', value: email }),
  })
).json();
console.log(found.id ?? found);
