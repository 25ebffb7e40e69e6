/** Snippet is a text to paste into the head of each page. They are those of web/tracker/snippet.go. */
export interface Snippet {
  id: 'messenger' | 'sdk' | 'plain';
  name: string;
  about: string;
  text: string;
}

/** snippets are the ways to have pages tracked as a deployment. Server has no slash at its end. */
export function snippets(server: string, deployment: string): Snippet[] {
  const id = escaped(deployment);
  return [
    {
      id: 'messenger',
      name: 'Messenger',
      about:
        'Tracks page views by itself, and whatever the deployment configures. Also takes Genesys(…) commands.',
      text: loader(
        `${escaped(server)}/genesys-bootstrap/genesys.min.js`,
        '_genesysJs',
        'Genesys',
        `w[n].t=1*new Date();w[n].c={deploymentId:'${id}'};`,
        '',
      ),
    },
    {
      id: 'sdk',
      name: 'Journey SDK',
      about: 'For pages that say themselves what to track, with ac(…) commands.',
      text: loader(
        `${escaped(server)}/journey/sdk/js/web/v1/ac.js`,
        '_genesysJourneySdk',
        'ac',
        'w[n].l=1*new Date();',
        `  ac('init', '${id}');\n  ac('pageview');\n`,
      ),
    },
    {
      id: 'plain',
      name: 'Without inline script',
      about: 'For pages whose Content-Security-Policy forbids inline scripts.',
      text: `<script async src="${escaped(server)}/sojourn.js" data-deployment="${id}"></script>\n`,
    },
  ];
}

function loader(source: string, register: string, name: string, configure: string, calls: string): string {
  return `<script>
  (function(w,d,n,s,e){w['${register}']=n;w[n]=w[n]||function(){(w[n].q=w[n].q||[]).push(arguments)};
  ${configure}e=d.createElement('script');e.async=1;e.src=s;d.head.appendChild(e)
  })(window,document,'${name}','${source}');
${calls}</script>
`;
}

/** escaped takes everything out that could end a quotation: neither addresses nor ids need it. */
function escaped(text: string): string {
  return text.replace(/[^\w\-.~:/?#[\]@!$()*+,;=%]/g, (c) => encodeURIComponent(c));
}
