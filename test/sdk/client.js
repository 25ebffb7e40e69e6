// The official client, told where the server is. It builds https://api.<region> by itself; its gateway
// configuration is the way to a server elsewhere, plain http included.
import { randomUUID } from 'node:crypto';
import platformClient from 'purecloud-platform-client-v2';

export const deployment = '11111111-1111-4111-8111-111111111111';

/** A client of its own for each caller: the default one is shared by the whole process. */
export function newClient(url) {
  const { hostname, port } = new URL(url);
  const client = new platformClient.ApiClientClass();
  client.config.live_reload_config = false; // nobody's configuration in the home folder, no watching
  client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
  client.setReturnExtendedResponses(false);
  return {
    client,
    journey: new platformClient.JourneyApi(client),
    contacts: new platformClient.ExternalContactsApi(client),
    tokens: new platformClient.TokensApi(client),
    organization: new platformClient.OrganizationApi(client),
    login: (id = 'sojourn-dev', secret = 'sojourn-dev') => client.loginClientCredentialsGrant(id, secret),
  };
}

/** Posts to an operation of Sojourn's own, which the client does not know. */
export async function post(url, client, path, body) {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${client.authData.accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const document = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(document)}`);
  return document;
}

export const newCookie = () => randomUUID();

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 '
  + '(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

/** A web event as a page's tracker sends it. */
export function webEvent(cookie, override = {}) {
  return {
    customerCookieId: cookie,
    eventName: 'page_viewed',
    page: { url: 'https://www.velo-shop.example/shop/bikes?sort=price', title: 'City bikes' },
    referrerUrl: 'https://www.google.com/',
    userAgentString: chrome,
    createdDate: new Date().toISOString(),
    ...override,
  };
}

/** An app event as the mobile tracker sends it. */
export function appEvent(cookie, override = {}) {
  return {
    customerCookieId: cookie,
    eventName: 'screen_viewed',
    screenName: 'Home',
    app: { name: 'veloapp', namespace: 'example.velo.app', version: '5.9.27', buildNumber: '701' },
    device: { category: 'mobile', type: 'iPhone', osFamily: 'iOS', osVersion: '17.3.1', manufacturer: 'Apple' },
    sdkLibrary: { name: 'GenesysCloudMessengerJourney', version: '2.11.0' },
    networkConnectivity: { wifiEnabled: true },
    attributes: { filter: 'red' },
    createdDate: new Date().toISOString().replace(/\.\d+Z$/, '+0000'),
    ...override,
  };
}
