// What an event says of the page (tracking-sdk.md §9). Of the browser it says nothing: client hints name less than
// the User-Agent header, and what an event says itself would take the place of what the server reads there.

const longestURL = 4096; // the server refuses longer ones

/** A page as the API wants it: that document, under a URL and a title. */
export function describePage(url: string, title = document.title) {
  const lang = document.documentElement.lang.slice(0, 2).toLowerCase();
  return {
    url: cut(url),
    title,
    keywords: document.querySelector<HTMLMetaElement>('meta[name="keywords" i]')?.content,
    lang: lang || undefined,
  };
}

/** A URL that the server takes. */
export const cut = (url: string): string => url.slice(0, longestURL);
