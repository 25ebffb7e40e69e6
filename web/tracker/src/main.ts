// The browser tracker (tracking-sdk.md): one script for both dialects, `ac(…)` and `Genesys(…)`.
import { ac } from './ac';
import { setServer } from './deployment';
import { genesys } from './genesys';
import { drain, takeOver } from './queue';
import { listen, quietly } from './quiet';
import { init } from './tracker';

/** Takes over from the snippets of the page. A page may load the script twice, once per dialect. */
function main(): void {
  const script = document.currentScript as HTMLScriptElement | null;
  setServer(serverOf(script?.src));
  const begin = () => {
    const acSnippet = takeOver('_genesysJourneySdk', 'ac', ac);
    const genesysSnippet = takeOver('_genesysJs', 'Genesys', genesys);
    drain(acSnippet, ac);
    // A page without inline scripts names its deployment in the script element.
    const deployment = genesysSnippet && (genesysSnippet.c?.deploymentId ?? script?.dataset.deployment);
    if (deployment) init(deployment, {}, true);
    drain(genesysSnippet, genesys);
  };
  // Before there is a body, the page's title may be missing, too.
  if (document.body) begin();
  else listen(document, 'DOMContentLoaded', begin);
}

/** The URL of the server that a script came from, with its base path if it has one. */
function serverOf(source = ''): string {
  return source.replace(/\/(sojourn\.js|journey\/sdk|genesys-bootstrap).*/, '');
}

quietly(main)();
