// What a user of the official client does with Sojourn. Errors are what the client rejects with: the
// error body, so that code and message are at hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appEvent, deployment, newClient, newCookie, webEvent } from './client.js';
import { startServer } from './server.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let server;
let api; // logged in, with all permissions

before(async () => {
  server = await startServer();
  api = newClient(server.url);
  await api.login();
});

after(() => server?.stop());

/** Posts a web event and returns the answer. */
const postWeb = (cookie, override) =>
  api.journey.postJourneyDeploymentWebevents(deployment, { body: webEvent(cookie, override) });

/** Asserts that the client rejects with an error body of that status and code. */
async function refused(call, status, code) {
  const error = await call.then(() => assert.fail(`not refused with ${status}`), (reason) => reason);
  assert.equal(error.status, status, JSON.stringify(error));
  assert.equal(error.code, code);
  assert.ok(error.message.length > 0);
  assert.match(error.contextId, uuid);
  return error;
}

test('login by client credentials', async () => {
  const other = newClient(server.url);
  const auth = await other.login();
  assert.ok(auth.accessToken.length > 20);
  assert.ok(auth.tokenExpiryTime > Date.now() + 60_000);
});

test('login with a wrong secret', async () => {
  const other = newClient(server.url);
  const error = await other.login('sojourn-dev', 'wrong').then(() => assert.fail('let in'), (reason) => reason);
  assert.equal(error.response.status, 401);
  assert.equal(error.response.data.error, 'invalid_client');
});

test('a web event becomes a session', async () => {
  const cookie = newCookie();
  const answer = await postWeb(cookie, { attributes: { listSize: 12 } });
  assert.equal(answer.customerId, cookie);
  assert.equal(answer.eventName, 'page_viewed');
  assert.equal(answer.browser.family, 'Chrome');
  assert.equal(answer.referrer.medium, 'search');
  assert.deepEqual(answer.attributes, { listSize: { dataType: 'integer', value: '12' } });
  assert.match(answer.session.id, uuid);
  assert.equal(answer.session.eventCount, 1);
  assert.equal(answer.session.pageviewCount, 1);

  const session = await api.journey.getJourneySession(answer.session.id);
  assert.equal(session.id, answer.session.id);
  assert.equal(session.type, 'web');
  assert.equal(session.customerId, cookie);
  assert.equal(session.customerIdType, 'cookie');
  assert.equal(session.eventCount, 1);
  assert.equal(session.lastPage.pathname, '/shop/bikes');
  assert.equal(session.authenticated, false);
  assert.match(session.shortId, /^[1-9]\d{3,5}$/);
  assert.match(session.createdDate, date);
  assert.equal(session.endedDate, undefined);
});

test('an app event becomes a session', async () => {
  const cookie = newCookie();
  const answer = await api.journey.postJourneyDeploymentAppevents(deployment, { body: appEvent(cookie) });
  assert.match(answer.id, uuid);
  assert.equal(answer.screenName, 'Home');
  assert.equal(answer.session.screenviewCount, 1);

  const session = await api.journey.getJourneySession(answer.session.id);
  assert.equal(session.type, 'app');
  assert.equal(session.lastScreen, 'Home');
  assert.deepEqual(session.app, appEvent(cookie).app);
  assert.deepEqual(session.networkConnectivity, {
    bluetoothEnabled: false, cellularEnabled: false, wifiEnabled: true,
  });
});

test('a ping keeps a visitor', async () => {
  const cookie = newCookie();
  await postWeb(cookie);
  const pong = await api.journey.getJourneyDeploymentCustomerPing(deployment, cookie, {
    dl: 'https://www.velo-shop.example/shop/bikes', dt: 'City bikes', sinceLastBeaconMilliseconds: 0,
  });
  assert.deepEqual(pong.actions, []);
  assert.equal(pong.pollIntervalMilliseconds, 30_000);
});

test('events are read page by page', async () => {
  const cookie = newCookie();
  let id;
  const sent = [];
  for (let i = 0; i < 7; i++) {
    const answer = await postWeb(cookie, { eventName: `step_${i}`, referrerUrl: undefined });
    id = answer.session.id;
    sent.push(answer.eventName);
  }
  const read = [];
  let pages = 0;
  let opts = { pageSize: '3' };
  for (;;) {
    const page = await api.journey.getJourneySessionEvents(id, opts);
    pages++;
    for (const event of page.entities) {
      assert.match(event.id, uuid);
      assert.match(event.correlationId, uuid);
      assert.equal(event.session.id, id);
      assert.equal(event.eventType, 'com.genesys.journey.WebEvent');
      read.push(event.webEvent.eventName);
    }
    if (!page.nextUri) break;
    opts = { pageSize: '3', after: new URL(page.nextUri, server.url).searchParams.get('after') };
    assert.ok(opts.after);
  }
  assert.deepEqual(read, sent);
  assert.equal(pages, 3);

  const none = await api.journey.getJourneySessionEvents(id, { eventType: 'com.genesys.journey.AppEvent' });
  assert.deepEqual(none.entities, []);
  await refused(api.journey.getJourneySessionEvents(id, { after: 'nonsense' }), 400, 'invalid.value');
});

test('a repeat under the same id counts once', async () => {
  const cookie = newCookie();
  const customHeaders = { 'X-Sojourn-Event-Id': newCookie() };
  const opts = { body: webEvent(cookie), customHeaders };
  const first = await api.journey.postJourneyDeploymentWebevents(deployment, opts);
  const second = await api.journey.postJourneyDeploymentWebevents(deployment, opts);
  assert.equal(second.session.id, first.session.id);
  assert.equal(second.session.eventCount, 1);
});

test('an event that is refused names the member at fault', async () => {
  const error = await refused(postWeb(newCookie(), { eventName: 'page viewed' }), 400, 'invalid.value');
  assert.match(JSON.stringify(error), /eventName/);
  const old = new Date(Date.now() - 3_700_000).toISOString();
  await refused(postWeb(newCookie(), { createdDate: old }), 400, 'event.too.old');
});

test('what does not exist is not found', async () => {
  await refused(api.journey.getJourneySession(newCookie()), 404, 'not.found');
  const elsewhere = api.journey.postJourneyDeploymentWebevents(newCookie(), { body: webEvent(newCookie()) });
  await refused(elsewhere, 404, 'not.found');
});

test('an operation that is not built says so', async () => {
  await refused(api.journey.getJourneyViews(), 501, 'not.implemented');
});

test('a client without the permission is refused', async () => {
  const { session } = await postWeb(newCookie());
  const created = await fetch(`${server.url}/api/v2/sojourn/clients`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${api.client.authData.accessToken}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ name: 'reader', permissions: ['journey:session:view'] }),
  });
  const reader = await created.json();
  assert.equal(created.status, 200, JSON.stringify(reader));

  const limited = newClient(server.url);
  await limited.login(reader.id, reader.secret);
  assert.equal((await limited.journey.getJourneySession(session.id)).id, session.id);
  const error = await refused(limited.journey.getJourneySessionEvents(session.id), 403, 'missing.permissions');
  assert.match(error.messageParams.permissions, /journey:event:view/);
});

test('the organisation introduces itself', async () => {
  const organization = await api.organization.getOrganizationsMe();
  assert.match(organization.id, uuid);
  assert.ok(organization.name);
  assert.match(organization.defaultCountryCode, /^[A-Z]{2}$/);
});

test('a token describes itself, and ends when it is revoked', async () => {
  const other = newClient(server.url);
  await other.login();
  const me = await other.tokens.getTokensMe();
  assert.equal(me.OAuthClient.id, 'sojourn-dev');
  await other.tokens.headTokensMe();
  await other.tokens.deleteTokensMe();
  await refused(other.tokens.getTokensMe(), 401, 'bad.credentials');
  await api.tokens.getTokensMe(); // the others stay
});

test('without a token nothing is told', async () => {
  const stranger = newClient(server.url);
  await refused(stranger.tokens.getTokensMe(), 401, 'authentication.required');
});
