/** Made at build time, see build/land.mjs. */
declare module 'land' {
  export const land: string;
}
