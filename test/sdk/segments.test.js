// Segments and outcomes as a user of the official client manages them, and the segments of a contact.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newClient, newCookie } from './client.js';
import { startServer } from './server.js';

let server;
let api; // logged in, with all permissions

before(async () => {
  server = await startServer();
  api = newClient(server.url);
  await api.login();
});

after(() => server?.stop());

/** What the client rejects with. */
async function refused(call, status, code) {
  const error = await call.then(() => assert.fail(`not refused with ${status}`), (reason) => reason);
  assert.equal(error.status, status, JSON.stringify(error));
  assert.equal(error.code, code);
  return error;
}

const context = {
  patterns: [{
    criteria: [{
      key: 'device.category', values: ['desktop', 'tablet'], operator: 'equal', shouldIgnoreCase: true, entityType: 'visit',
    }],
  }],
};

const journey = {
  patterns: [{
    criteria: [
      { key: 'page.pathname', values: ['/pricing'], operator: 'equal', shouldIgnoreCase: false },
      { key: 'attributes.price.value', values: ['100'], operator: 'greaterThan', shouldIgnoreCase: false },
    ],
    count: 2,
    streamType: 'Web',
    sessionType: 'web',
    eventName: 'page_viewed',
  }],
};

/** Asserts that the entity has the members that were sent, each as it was sent. */
function holds(entity, sent) {
  for (const [name, value] of Object.entries(sent)) assert.deepEqual(entity[name], value, name);
}

test('a segment from creation to deletion', async () => {
  const sent = {
    displayName: 'Hot leads', description: 'They look often', color: '#00fF7a', isActive: true,
    shouldDisplayToAgent: true, assignmentExpirationDays: 3, context, journey,
  };
  const segment = await api.journey.postJourneySegments({ body: sent });
  holds(segment, { ...sent, version: 1, scope: 'Customer', selfUri: `/api/v2/journey/segments/${segment.id}` });
  holds(await api.journey.getJourneySegment(segment.id), sent);

  const listing = await api.journey.getJourneySegments({ pageSize: 100, isActive: true, sortBy: '-displayName' });
  assert.equal(listing.pageCount, 1);
  assert.deepEqual(listing.entities.find(({ id }) => id === segment.id), segment);
  const found = await api.journey.getJourneySegments({ queryFields: ['displayName', 'description'], queryValue: 'HOT' });
  assert.deepEqual(found.entities.map(({ id }) => id), [segment.id]);
  const named = await api.journey.getJourneySegments({ segmentIds: [segment.id, newCookie()] });
  assert.deepEqual(named.entities, [segment]);

  const change = { version: 1, description: null, assignmentExpirationDays: null, context: { patterns: [] } };
  const changed = await api.journey.patchJourneySegment(segment.id, { body: change });
  holds(changed, { version: 2, displayName: 'Hot leads', scope: 'Customer', context: { patterns: [] }, journey });
  assert.ok(!('description' in changed) && !('assignmentExpirationDays' in changed));
  const stale = await refused(api.journey.patchJourneySegment(segment.id, { body: change }), 409, 'version.conflict');
  assert.match(stale.message, /does not match the current version/);

  await api.journey.deleteJourneySegment(segment.id);
  await refused(api.journey.getJourneySegment(segment.id), 404, 'not.found');
});

test('an outcome from creation to deletion', async () => {
  const sent = { displayName: 'Order', isPositive: false, journey, associatedValueField: { dataType: 'Number', name: 'total' } };
  const outcome = await api.journey.postJourneyOutcomes({ body: sent });
  holds(outcome, { ...sent, isActive: true, version: 1, context: { patterns: [] } });

  const listing = await api.journey.getJourneyOutcomes({ outcomeIds: [outcome.id] });
  assert.deepEqual(listing.entities, [outcome]);

  const body = { displayName: 'Order', associatedValueField: null, context, journey: { patterns: [] }, version: 1 };
  const changed = await api.journey.patchJourneyOutcome(outcome.id, { body });
  holds(changed, { context, journey: { patterns: [] }, version: 2, isPositive: false });
  assert.equal(changed.associatedValueField, undefined);
  await refused(api.journey.patchJourneyOutcome(outcome.id, { body }), 409, 'version.conflict');

  await api.journey.deleteJourneyOutcome(outcome.id);
  await refused(api.journey.getJourneyOutcome(outcome.id), 404, 'not.found');
});

test('a definition that is refused names the members at fault', async () => {
  const broken = structuredClone(journey);
  broken.patterns[0].count = 0;
  broken.patterns[0].criteria[1].values = ['cheap'];
  const error = await refused(api.journey.postJourneySegments({ body: { displayName: 'A', journey: broken } }), 400, 'invalid.value');
  const at = error.details.map(({ fieldName }) => fieldName);
  assert.ok(at.includes('journey.patterns[0].count'), JSON.stringify(error));
  assert.ok(at.includes('journey.patterns[0].criteria[1].values[0]'), JSON.stringify(error));

  const nameless = await refused(api.journey.postJourneySegments({ body: { context } }), 400, 'missing.required.property');
  assert.equal(nameless.details[0].fieldName, 'displayName');
  await refused(api.journey.postJourneyOutcomes({ body: { displayName: 'Nothing' } }), 400, 'invalid.value');
});

test('a segment of another system is assigned to a contact and taken away', async () => {
  const externalSegment = { id: newCookie(), name: 'VIP', source: 'AdobeExperiencePlatform' };
  const vip = await api.journey.postJourneySegments({ body: { displayName: 'VIP', externalSegment, assignmentExpirationDays: 30 } });
  holds(vip, { externalSegment, scope: 'Customer' });
  await refused(api.journey.postJourneySegments({ body: { displayName: 'VIP', externalSegment } }), 409, 'conflict');
  const forSessions = await api.journey.postJourneySegments({ body: { displayName: 'Desktop', context } });
  const contact = await api.contacts.postExternalcontactsContacts({ firstName: 'Gwen', lastName: 'Byrne' });

  const post = (body) => api.journey.postExternalcontactsContactJourneySegments(contact.id, { body });
  const { unprocessedItems } = await post({ assign: { segments: [{ id: vip.id }, { id: forSessions.id }] } });
  assert.deepEqual(unprocessedItems, { assign: { segments: [{ id: forSessions.id }] }, count: 1 });

  const { entities } = await api.journey.getExternalcontactsContactJourneySegments(contact.id, { includeMerged: true, limit: 10 });
  assert.equal(entities.length, 1);
  const [assignment] = entities;
  assert.equal(assignment.segment.id, vip.id);
  assert.equal(assignment.externalContact.id, contact.id);
  assert.equal(assignment.session, undefined);
  assert.equal(Date.parse(assignment.dateForUnassignment) - Date.parse(assignment.dateAssigned), 30 * 86_400_000);

  assert.deepEqual((await post({ unassign: { segments: [{ id: vip.id }] } })).unprocessedItems, { count: 0 });
  assert.deepEqual((await api.journey.getExternalcontactsContactJourneySegments(contact.id)).entities, []);
  await refused(post({ assign: { segments: Array.from({ length: 11 }, () => ({ id: newCookie() })) } }), 400, 'bad.request');
});
