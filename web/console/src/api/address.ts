/** address is the full address of a path of the server, which may live below a prefix: <base> tells. */
export function address(path: string): string {
  return new URL(path.replace(/^\//, ''), document.baseURI).href;
}
