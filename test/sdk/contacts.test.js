// One customer across channels, as a user of the official client sees her: a web visit, a call and a delivery, the
// contact behind them, and what can be done with it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import platformClient from 'purecloud-platform-client-v2';
import { deployment, newClient, newCookie, post, webEvent } from './client.js';
import { startServer } from './server.js';

let server;
let api; // logged in, with all permissions

before(async () => {
  server = await startServer();
  api = newClient(server.url);
  await api.login();
});

after(() => server?.stop());

const email = () => `${newCookie()}@example.com`;
const phone = () => `+35386${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;

/** Visits the shop and says who she is; returns the session. */
async function visit(traits, cookie = newCookie()) {
  const { session } = await api.journey.postJourneyDeploymentWebevents(deployment, { body: webEvent(cookie, { traits }) });
  return api.journey.getJourneySession(session.id);
}

/** Calls; returns the id of the conversation. */
async function call(number) {
  const id = newCookie();
  const answer = await post(server.url, api.client, '/api/v2/sojourn/ingest/genesys', {
    topicName: `v2.detail.events.conversation.${id}.customer.start`,
    eventBody: {
      eventTime: Date.now(), conversationId: id, participantId: newCookie(), sessionId: newCookie(),
      mediaType: 'VOICE', provider: 'Edge', direction: 'INBOUND', ani: `tel:${number}`, dnis: 'tel:+35391222333',
    },
  });
  assert.equal(answer.accepted, 1, JSON.stringify(answer));
  return id;
}

/** Has a bike delivered. */
const deliver = (address) => post(server.url, api.client, '/api/v2/journey/customevents', {
  eventName: 'product_purchased', sessionType: 'delivery', sessionExternalId: newCookie(),
  customerId: address, customerIdType: 'email', attributes: { itemModel: 'SZRBY1911' },
  createdDate: new Date().toISOString(),
});

/** All sessions of a contact, page by page. */
async function sessionsOf(listing, contactId, opts = {}) {
  const all = [];
  for (let after; ;) {
    const page = await listing(contactId, { pageSize: '2', after, ...opts });
    all.push(...page.entities);
    if (!page.nextUri) return all;
    after = new URL(page.nextUri, server.url).searchParams.get('after');
  }
}

const viaContacts = (...args) => api.contacts.getExternalcontactsContactJourneySessions(...args);
const viaJourney = (...args) => api.journey.getExternalcontactsContactJourneySessions(...args);

async function refused(request, status, code) {
  const error = await request.then(() => assert.fail(`not refused with ${status}`), (reason) => reason);
  assert.equal(error.status, status, JSON.stringify(error));
  assert.equal(error.code, code);
}

test('one customer across channels', async () => {
  const [address, number] = [email(), phone()];
  const web = await visit({ email: address, cellPhone: number, givenName: 'Gwen' });
  await call(number);
  await deliver(address);
  const id = web.externalContact.id;

  for (const listing of [viaContacts, viaJourney]) {
    const sessions = await sessionsOf(listing, id, { includeMerged: true });
    assert.deepEqual(sessions.map((s) => s.type), ['delivery', 'conversation', 'web']);
    for (const session of sessions) assert.equal(session.externalContact.id, id);
  }
  const contact = await api.contacts.getExternalcontactsContact(id);
  assert.equal(contact.type, 'Identified');
  assert.equal(contact.firstName, 'Gwen');
  const { entities } = await api.contacts.getExternalcontactsContactIdentifiers(id);
  assert.deepEqual(entities.map((i) => i.type).sort(), ['Cookie', 'Email', 'Phone']);
  const found = await api.contacts.postExternalcontactsIdentifierlookup({ type: 'Email', value: address.toUpperCase() });
  assert.equal(found.id, id);
});

test('a contact is created, saved, found and deleted', async () => {
  const address = email();
  const made = await api.contacts.postExternalcontactsContacts({ firstName: 'Owen', workEmail: address });
  assert.equal(made.type, 'Curated');
  assert.equal((await visit({ email: address })).externalContact.id, made.id);
  const saved = await api.contacts.putExternalcontactsContact(made.id, { ...made, lastName: 'Byrne' });
  assert.equal(saved.lastName, 'Byrne');
  assert.equal(saved.workEmail, address);
  const listed = await api.contacts.getExternalcontactsContacts({ q: address });
  assert.deepEqual(listed.entities.map((c) => c.id), [made.id]);
  assert.equal(listed.total, 1);
  await api.contacts.deleteExternalcontactsContact(made.id);
  await refused(api.contacts.getExternalcontactsContact(made.id), 404, 'not.found');
  await refused(viaContacts(made.id), 404, 'not.found');
});

test('identifiers are claimed and released', async () => {
  const { id } = await api.contacts.postExternalcontactsContacts({ firstName: 'Mia' });
  const identifier = { type: 'Phone', value: phone() };
  const claimed = await api.contacts.patchExternalcontactsContactIdentifiers(id, { operation: 'Claim', identifier });
  assert.equal(claimed.value, identifier.value);
  await api.contacts.patchExternalcontactsContactIdentifiers(id, { operation: 'Release', identifier });
  await refused(api.contacts.postExternalcontactsIdentifierlookup(identifier), 404, 'not.found');
  const bad = { type: 'Phone', value: 'none' };
  await refused(
    api.contacts.patchExternalcontactsContactIdentifiers(id, { operation: 'Claim', identifier: bad }), 400, 'invalid.value',
  );
});

test('a wrong merge is undone', async () => {
  const [one, two] = [await visit({ email: email() }), await visit({ email: email() })];
  const [source, target] = [two.externalContact.id, one.externalContact.id];
  const merge = { sourceContactId: source, targetContactId: target };
  const merged = await api.contacts.postExternalcontactsMergeContacts(merge);
  assert.deepEqual(merged.mergeSet.map((c) => c.id), [target, source]);
  assert.equal((await api.journey.getJourneySession(two.id)).externalContact.id, target);
  assert.equal((await sessionsOf(viaContacts, source, { includeMerged: true })).length, 2);
  assert.equal((await sessionsOf(viaContacts, source)).length, 1);
  await refused(api.contacts.postExternalcontactsMergeContacts(merge), 400, 'invalid.value');

  await post(server.url, api.client, `/api/v2/sojourn/contacts/${target}/split`, { contactId: source });
  assert.equal((await api.journey.getJourneySession(two.id)).externalContact.id, source);
  assert.equal((await sessionsOf(viaContacts, target, { includeMerged: true })).length, 1);

  const again = await api.contacts.postExternalcontactsContactsMerge({ contactIds: [source, target] });
  assert.equal(again.mergeSet.length, 2);
});

test('events of a business system', async () => {
  const title = `Order ${newCookie().slice(0, 8)}`;
  const schema = await api.journey.postJourneyExternaleventsSchemas({
    $schema: 'http://json-schema.org/draft-04/schema#', title, required: ['sku'],
    properties: { sku: { allOf: [{ $ref: '#/definitions/identifier' }], title: 'SKU' } },
  });
  const home = await new platformClient.AuthorizationApi(api.client).getAuthorizationDivisionsHome();
  const configuration = await api.journey.postJourneyExternaleventsConfigurations({
    body: { name: 'Shop', description: 'The shop', divisionId: home.id, schemaId: schema.id, source: 'Velo Shop' },
  });
  const event = (attributes) => ({
    id: newCookie(), dateCreated: new Date().toISOString(), attributes,
    identifiers: { externalIds: [{ value: 'c-17', externalSourceId: 'crm' }] },
  });
  const answer = await api.journey.postJourneyExternaleventsConfigurationEvents(configuration.id, {
    body: { entities: [event({ sku: 'b-1' }), event({})] },
  });
  assert.equal(answer.unprocessedEntities.length, 1);
  assert.equal(answer.unprocessedEntities[0].originalRequestIndex, 1);
  const owner = await api.contacts.postExternalcontactsIdentifierlookup({ type: 'ExternalId', value: 'c-17' });
  const [session] = await sessionsOf(viaJourney, owner.id);
  assert.equal(session.type, 'velo_shop');
  assert.equal((await api.journey.getJourneyExternaleventsSchemas()).total, 1);
});
